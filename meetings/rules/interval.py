"""The running interval of a pair: what opened it, when the next meeting is due and overdue."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from core.days import (
    ONE_DAY,
    add_counted_days,
    day_of,
    start_of_day,
    subtract_counted_days,
)
from meetings.rules.facts import MeetingRecord, PairFacts
from programs.cadence import FIRST_MEETING_DAYS, cadence_on, length_of
from programs.rules import Cadence

DORMANT_DAYS: Final = 45
MOST_DUE_SOON_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The time from one meeting to the next due date.

    `opened_by`: uid of the held meeting, None for the start of the pair. `opened_at`: the instant
    from which something happened *since* the opening. `n`: days that count, of the cadence from
    the opening. `due_on`: None is never.
    """

    opened_on: date
    opened_at: datetime
    opened_by: str | None
    cadence: Cadence
    n: int
    due_on: date | None

    @property
    def is_first(self) -> bool:
        """Whether no meeting has been held yet."""
        return self.opened_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The UTC instants at which a pair crosses into the next state; None is never."""

    due_soon_at: datetime | None
    due_at: datetime | None
    behind_at: datetime | None
    stalled_at: datetime | None
    dormant_at: datetime | None


def read_interval(facts: PairFacts, today: date) -> Interval:
    """Read the running interval under the cadence that applies on `today`.

    Opened by the last held meeting, before the first by the start. An amended cadence gives it a
    new length; pausing and resuming open nothing. `today` is a day in the mentee's zone.
    """
    cadence = cadence_on(facts.terms, today)
    meeting = _last_held(facts)
    if meeting is None or meeting.held_on is None:
        opened_on, opened_at, n = facts.started_on, facts.started_at, FIRST_MEETING_DAYS
    else:
        opened_on, opened_at = meeting.held_on, _held_until(meeting, meeting.held_on, facts)
        n = length_of(cadence, opened_on)
    return Interval(
        opened_on=opened_on,
        opened_at=opened_at,
        opened_by=meeting.uid if meeting else None,
        cadence=cadence,
        n=n,
        due_on=_due_on(facts, opened_on, n),
    )


def _last_held(facts: PairFacts) -> MeetingRecord | None:
    held = [(day, _held_until(m, day, facts), m.uid, m) for day, m in facts.held_days()]
    return max(held, key=lambda each: each[:3])[3] if held else None


def _held_until(meeting: MeetingRecord, held_on: date, facts: PairFacts) -> datetime:
    # The hour of a meeting is known only if it took place on the day it was planned for.
    if meeting.was_planned and day_of(meeting.slot.starts_at, facts.zone) == held_on:
        return meeting.slot.ends_at
    return start_of_day(held_on + ONE_DAY, facts.zone)


def _due_on(facts: PairFacts, opened_on: date, n: int) -> date | None:
    counted = add_counted_days(opened_on, n, facts.closed)
    return counted and facts.work.next_working(counted, facts.closed)


def read_thresholds(facts: PairFacts, interval: Interval) -> Thresholds:
    """Turn an interval into instants: each is the start of a day in the mentee's zone.

    Due soon is min(7, n ÷ 4) days before due, behind the day after due, dormant the 45th day after
    due, stalled the 2n-th day after the opening, all in days that count. Should holidays move due
    past that, a pair is not stalled before it is behind.
    """
    due = interval.due_on
    if due is None:
        return Thresholds(
            due_soon_at=None, due_at=None, behind_at=None, stalled_at=None, dormant_at=None
        )
    soon = min(MOST_DUE_SOON_DAYS, interval.n // 4)
    behind_at = counted_at(facts, due, 1)
    return Thresholds(
        due_soon_at=start_of_day(subtract_counted_days(due, soon, facts.closed), facts.zone),
        due_at=start_of_day(due, facts.zone),
        behind_at=behind_at,
        stalled_at=_later(counted_at(facts, interval.opened_on, 2 * interval.n), behind_at),
        dormant_at=counted_at(facts, due, DORMANT_DAYS),
    )


def counted_at(facts: PairFacts, start: date, n: int) -> datetime | None:
    """Return the start of the n-th day that counts after `start`, in the mentee's zone, as UTC."""
    day = add_counted_days(start, n, facts.closed)
    return start_of_day(day, facts.zone) if day else None


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else None
