"""What a planned meeting is worth: unknown, fallen through, or securing the rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.days import (
    ONE_DAY,
    add_working_days,
    day_of,
    start_of_day,
    subtract_counted_days,
)
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.interval import Interval

MOVES_TOO_MANY: Final = 3
SHORT_NOTICE: Final = timedelta(hours=24)
HOLD_WORKING_DAYS: Final = 3
FALLEN_IN_A_ROW: Final = 2


class CancelCause(StrEnum):
    """Why a planned meeting was called off."""

    PERSON = "person"
    PAUSE = "pause"
    END = "end"
    AMENDMENT = "amendment"
    LEAVER = "leaver"


@dataclass(frozen=True, slots=True)
class Window:
    """A pair is secured from the first instant until just before the second."""

    opens_at: datetime
    closes_at: datetime


def cancel_counts_as_fallen(cause: CancelCause) -> bool:
    """Say whether a cancelled meeting fell through: when a person cancelled it, at any notice."""
    return cause is CancelCause.PERSON


def move_counts_as_fallen(
    meeting: MeetingRecord,
    interval: Interval,
    now: datetime,
    cause: CancelCause = CancelCause.PERSON,
) -> bool:
    """Say whether moving a planned meeting at `now` counts as fallen through.

    It does when it is the third move in the running interval, or less than 24 hours before the
    planned start, also after it (*we have a new date*).
    """
    too_often = moves_since(meeting, interval) + 1 >= MOVES_TOO_MANY
    too_late = meeting.slot.starts_at - now < SHORT_NOTICE
    return cause is CancelCause.PERSON and (too_often or too_late)


def moves_since(meeting: MeetingRecord, interval: Interval) -> int:
    """Count the moves of a meeting in the running interval; those of earlier ones are forgotten."""
    return sum(at > interval.opened_at for at in meeting.moved_at)


def is_unknown(meeting: MeetingRecord, now: datetime) -> bool:
    """Say whether a planned meeting has passed without an answer: it counts until it ends."""
    return meeting.outcome is Outcome.PLANNED and meeting.slot.ends_at <= now


def held_back_until(meeting: MeetingRecord, facts: PairFacts) -> datetime | None:
    """Return until when an unknown meeting holds back book, behind and second.

    That is 3 whole working days of the mentee that count, after the day it ended.
    """
    ended_on = day_of(meeting.slot.ends_at, facts.zone)
    last = add_working_days(ended_on, HOLD_WORKING_DAYS, facts.work, facts.closed)
    return start_of_day(last + ONE_DAY, facts.zone) if last else None


def two_fell_through(facts: PairFacts, interval: Interval, now: datetime) -> bool:
    """Say whether the last two meetings over or cancelled since the last held one fell through.

    In the order of their planned start. One without an answer stands between; one cancelled by a
    pause, an end, an amendment or a leaver is as if it had never been planned. Several cancelled
    in one act are one, at the place of the last.
    """
    past = [m for m in facts.meetings if _is_past(m, now) and _over_at(m) > interval.opened_at]
    ordered = sorted(past, key=lambda m: (m.slot.starts_at, m.uid), reverse=True)
    last_two = list(_one_of_each_act(ordered))[:FALLEN_IN_A_ROW]
    return len(last_two) == FALLEN_IN_A_ROW and all(m.fell_through for m in last_two)


def _is_past(meeting: MeetingRecord, now: datetime) -> bool:
    return meeting.fell_through or is_unknown(meeting, now)


def _over_at(meeting: MeetingRecord) -> datetime:
    return meeting.called_off_at or meeting.slot.ends_at


def _one_of_each_act(meetings: Iterable[MeetingRecord]) -> Iterable[MeetingRecord]:
    acts: set[str] = set()
    for meeting in meetings:
        act = meeting.cancelled_act
        if act is None or act not in acts:
            yield meeting
        if act is not None:
            acts.add(act)


def grace_days(n: int) -> int:
    """Return the days past due by which a planned meeting still secures the rhythm."""
    return min(14, max(3, n // 3))


def secured_window(meeting: MeetingRecord, interval: Interval, facts: PairFacts) -> Window:
    """Return when this planned meeting secures the rhythm.

    The limit, max(due, today) + grace, moves on with today. So a meeting secures from the day on
    which the limit reaches it (from the start of the pair, if due is near enough) until it ends.
    """
    planned_on = day_of(meeting.slot.starts_at, facts.zone)
    reached_on = subtract_counted_days(planned_on, grace_days(interval.n), facts.closed)
    near_due = interval.due_on is None or reached_on <= interval.due_on
    opens_at = facts.started_at if near_due else start_of_day(reached_on, facts.zone)
    return Window(opens_at, meeting.slot.ends_at)


def read_secured(facts: PairFacts, interval: Interval, now: datetime) -> Window | None:
    """Return the window that secures the pair now or, if none does, the next one to come.

    Windows that overlap or touch are one. None when no planned meeting that still counts, and has
    not been moved three times, will ever secure the pair.
    """
    windows = sorted(
        (secured_window(m, interval, facts) for m in securing(facts, interval, now)),
        key=lambda window: (window.opens_at, window.closes_at),
    )
    if not windows:
        return None
    first = windows[0]
    for window in windows[1:]:
        if window.opens_at <= first.closes_at:
            first = Window(first.opens_at, max(first.closes_at, window.closes_at))
    return first


def securing(facts: PairFacts, interval: Interval, now: datetime) -> list[MeetingRecord]:
    """Return the planned meetings that have not ended and have not been moved three times."""
    return [
        meeting
        for meeting in facts.of(Outcome.PLANNED)
        if meeting.slot.ends_at > now and moves_since(meeting, interval) < MOVES_TOO_MANY
    ]
