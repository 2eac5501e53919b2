"""The status of a pair: a comparison of stored instants with now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from core.days import day_of, start_of_day
from meetings.rules.contact import first_contact_on
from meetings.rules.facts import Outcome, PairFacts
from meetings.rules.interval import read_interval, read_thresholds
from meetings.rules.planned import held_back_until, is_unknown, read_secured, two_fell_through
from programs.rules import Cadence


class Status(StrEnum):
    """Where a pair stands in its rhythm."""

    PAUSED = "paused"
    STALLED = "stalled"
    ON_RHYTHM = "on_rhythm"
    DORMANT = "dormant"
    BEHIND = "behind"
    DUE_SOON = "due_soon"


class StatusFacts(Protocol):
    """What a status is read from; stored rows have these fields under the same names."""

    @property
    def is_paused(self) -> bool:
        """Whether the pair is paused now."""

    @property
    def two_fell_through(self) -> bool:
        """Whether the last two meetings fell through."""

    @property
    def secured_from(self) -> datetime | None:
        """From when a planned meeting secures the rhythm."""

    @property
    def secured_until(self) -> datetime | None:
        """Until just before when it does."""

    @property
    def due_soon_at(self) -> datetime | None:
        """When the next meeting is due soon."""

    @property
    def behind_at(self) -> datetime | None:
        """When the pair is behind."""

    @property
    def stalled_at(self) -> datetime | None:
        """When twice the cadence has passed since the opening."""

    @property
    def dormant_at(self) -> datetime | None:
        """When the pair is dormant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The rhythm of a pair as read at one instant; it holds until `next_change_at`.

    Instants are UTC, days are the mentee's; None among the thresholds is never. `opened_by`: uid
    of the meeting that opened the interval, None for the start. `secured_from` and
    `secured_until`: the window that secures the pair now, else the next to come. `unknown`: uids
    of planned meetings that passed without an answer; until `held_back_until` they hold back the
    steps book, behind and second. `contact_on`: the informal contact of this interval that delays
    a nudge.
    """

    is_paused: bool
    cadence: Cadence
    opened_on: date
    opened_by: str | None
    n: int
    due_on: date | None
    due_soon_at: datetime | None
    due_at: datetime | None
    behind_at: datetime | None
    stalled_at: datetime | None
    dormant_at: datetime | None
    secured_from: datetime | None
    secured_until: datetime | None
    two_fell_through: bool
    unknown: tuple[str, ...]
    held_back_until: datetime | None
    last_held_on: date | None
    last_contact_on: date | None
    contact_on: date | None
    next_change_at: datetime | None = None

    @property
    def is_first(self) -> bool:
        """Whether no meeting has been held yet."""
        return self.opened_by is None


def status_at(rhythm: StatusFacts, now: datetime) -> Status:
    """Return the status at `now`: the first that applies, in this order."""
    ladder = (
        (rhythm.is_paused, Status.PAUSED),
        (rhythm.two_fell_through, Status.STALLED),
        (is_secured(rhythm, now), Status.ON_RHYTHM),
        (_reached(rhythm.dormant_at, now), Status.DORMANT),
        (_reached(rhythm.stalled_at, now), Status.STALLED),
        (_reached(rhythm.behind_at, now), Status.BEHIND),
        (_reached(rhythm.due_soon_at, now), Status.DUE_SOON),
    )
    return next((status for applies, status in ladder if applies), Status.ON_RHYTHM)


def is_secured(rhythm: StatusFacts, now: datetime) -> bool:
    """Say whether a planned meeting secures the rhythm at `now`."""
    opened = _reached(rhythm.secured_from, now)
    return opened and rhythm.secured_until is not None and now < rhythm.secured_until


def _reached(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def read_rhythm(facts: PairFacts, now: datetime) -> Rhythm:
    """Read everything that the rhythm of a live pair tells at `now`, an aware instant."""
    interval = read_interval(facts, day_of(now, facts.zone))
    thresholds = read_thresholds(facts, interval)
    secured = read_secured(facts, interval, now)
    unknown = _unknown(facts, now)
    held_on = max((day for day, _ in facts.held_days()), default=None)
    rhythm = Rhythm(
        is_paused=facts.is_paused,
        cadence=interval.cadence,
        opened_on=interval.opened_on,
        opened_by=interval.opened_by,
        n=interval.n,
        due_on=interval.due_on,
        due_soon_at=thresholds.due_soon_at,
        due_at=thresholds.due_at,
        behind_at=thresholds.behind_at,
        stalled_at=thresholds.stalled_at,
        dormant_at=thresholds.dormant_at,
        secured_from=secured.opens_at if secured else None,
        secured_until=secured.closes_at if secured else None,
        two_fell_through=two_fell_through(facts, interval, now),
        unknown=tuple(unknown),
        held_back_until=max((at for at in unknown.values() if at), default=None),
        last_held_on=held_on,
        last_contact_on=max((*facts.informal_on, *((held_on,) if held_on else ())), default=None),
        contact_on=first_contact_on(facts.informal_on, interval),
    )
    return replace(rhythm, next_change_at=min(_changes(facts, rhythm, now), default=None))


def _unknown(facts: PairFacts, now: datetime) -> dict[str, datetime | None]:
    passed = [meeting for meeting in facts.meetings if is_unknown(meeting, now)]
    passed.sort(key=lambda meeting: (meeting.slot.starts_at, meeting.uid))
    return {meeting.uid: held_back_until(meeting, facts) for meeting in passed}


def _changes(facts: PairFacts, rhythm: Rhythm, now: datetime) -> Iterator[datetime]:
    """Yield the instants after `now` at which anything that was read may change by time alone."""
    instants = (
        rhythm.due_soon_at,
        rhythm.due_at,
        rhythm.behind_at,
        rhythm.stalled_at,
        rhythm.dormant_at,
        rhythm.secured_from,
        rhythm.held_back_until,
        *(meeting.slot.ends_at for meeting in facts.of(Outcome.PLANNED)),
        *(start_of_day(terms.from_on, facts.zone) for terms in facts.terms),
    )
    return (instant for instant in instants if instant is not None and instant > now)
