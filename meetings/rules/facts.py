"""The plain values that the rhythm of a pair is read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from core.days import NOTHING_CLOSED, USUAL_WORK, Closed, WorkCalendar, day_of
from programs.cadence import Terms
from programs.rules import Role


class Outcome(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    FELL_THROUGH = "fell_through"
    # By a pause, an end, an amendment or a leaver: it leaves no trace in the rhythm.
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Slot:
    """The planned time of a meeting, as aware instants."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Log:
    """One partner's word that they met, and on which day (a delegate speaks as the mentee)."""

    role: Role
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """One meeting as the records tell it; tombstones are left out by whoever builds the facts.

    `called_off_at`: when it was cancelled or moved away before its end; None if its time came.
    `cancelled_act`: several that fell through in one act carry the same id and count once.
    `moved_at`: every move of this conversation so far. A move that counts as fallen through
    leaves this record as it is and hands the moves, itself included, on to the new one.

    A held meeting without its day, or any other without its planned time, is a ValueError.
    """

    uid: str
    outcome: Outcome
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    held_on: date | None = None
    called_off_at: datetime | None = None
    cancelled_act: str | None = None
    moved_at: tuple[datetime, ...] = ()
    logs: tuple[Log, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome is Outcome.HELD and self.held_on is None:
            message = f"meeting {self.uid} was held, but on no day"
            raise ValueError(message)
        if self.outcome is not Outcome.HELD:
            _ = self.slot

    @property
    def slot(self) -> Slot:
        """Its planned time; a ValueError for a meeting that was logged without a plan."""
        if self.starts_at is None or self.ends_at is None:
            message = f"meeting {self.uid} has no planned time"
            raise ValueError(message)
        return Slot(self.starts_at, self.ends_at)

    @property
    def was_planned(self) -> bool:
        """Whether it has a planned time."""
        return self.starts_at is not None and self.ends_at is not None

    @property
    def fell_through(self) -> bool:
        """Whether it is one of those that count against the pair when two come in a row."""
        return self.outcome is Outcome.FELL_THROUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFacts:
    """All that the rhythm of one live pair depends on, besides the time.

    `zone` and `work` are the mentee's. `started_at`: acceptance; in a cohort, the announcement.
    `ends_on`: the last day of the term. `terms`: the program's cadence from the start, then each
    agreement from the day it came into force. `closed`: pauses, blackouts, leave of both.
    `informal_on`: days of informal contact, in any order.
    """

    zone: tzinfo
    started_at: datetime
    ends_on: date
    terms: Sequence[Terms]
    is_paused: bool = False
    closed: Closed = NOTHING_CLOSED
    work: WorkCalendar = USUAL_WORK
    meetings: Sequence[MeetingRecord] = ()
    informal_on: Sequence[date] = ()

    @property
    def started_on(self) -> date:
        """The day the pair started, in the mentee's zone."""
        return day_of(self.started_at, self.zone)

    def of(self, outcome: Outcome) -> list[MeetingRecord]:
        """Return the meetings of one outcome."""
        return [meeting for meeting in self.meetings if meeting.outcome is outcome]

    def held_days(self) -> list[tuple[date, MeetingRecord]]:
        """Return each held meeting with its day."""
        return [(m.held_on, m) for m in self.of(Outcome.HELD) if m.held_on is not None]
