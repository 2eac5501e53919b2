"""When acts on a pair take effect, and how long a pair may rest: plain values, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from core.days import ONE_DAY, day_of, start_of_day
from pairings.rules import (
    COMPLETED_FROM,
    CONCLUDING_DAYS,
    PAUSE_DAYS_IN_ALL,
    PAUSES_IN_ALL,
    PairState,
)
from programs.rules import ProgramState

WEEK = timedelta(days=7)


class TimeAct(StrEnum):
    """What time alone does to a live pair."""

    RESUME = "resume"
    CONCLUDE = "conclude"
    FINISH = "finish"
    END = "end"


@dataclass(frozen=True, slots=True)
class PauseBudget:
    """What a pair may still rest by its own wish: days in all and times."""

    days: int
    times: int


def pause_budget(taken: Iterable[tuple[date, date]]) -> PauseBudget:
    """Return what is left after the pauses taken, given as first and last day, both included."""
    spans = list(taken)
    days = sum(max((last - first).days + 1, 0) for first, last in spans)
    return PauseBudget(
        days=max(PAUSE_DAYS_IN_ALL - days, 0), times=max(PAUSES_IN_ALL - len(spans), 0)
    )


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The weekly moment at which changes take effect; the weekday is ISO (1 = Monday)."""

    weekday: int
    at: time
    zone: tzinfo


def next_change_at(change: ChangeDay, now: datetime) -> datetime:
    """Return the first change moment after `now`, in UTC; an hour the clocks skip moves on."""
    today = day_of(now, change.zone)
    ahead = (change.weekday - today.isoweekday()) % 7
    first = today + timedelta(days=ahead)
    moments = (
        datetime.combine(day, change.at, tzinfo=change.zone).astimezone(UTC)
        for day in (first, first + WEEK)
    )
    return next(moment for moment in moments if moment > now)


@dataclass(frozen=True, slots=True)
class Life:
    """What time looks at in a pair. `ends_on` is its last day; `zone` is the mentee's.

    An extended pair outlives its program: it concludes by its own date alone.
    """

    state: PairState
    program_state: ProgramState
    ends_on: date
    zone: tzinfo
    paused_until: date | None = None
    is_extended: bool = False


def due_act(life: Life, now: datetime) -> TimeAct | None:
    """Return the one thing that time does to this pair now; after it there may be another."""
    is_over = is_past_end(life.ends_on, life.zone, now)
    is_closed = life.program_state == ProgramState.CLOSED and not life.is_extended
    has_no_future = is_over or is_closed
    ladder = (
        (PairState.GETTING_STARTED, has_no_future, TimeAct.END),
        (PairState.PAUSED, has_no_future, TimeAct.END),
        (PairState.PAUSED, _is_back(life, now), TimeAct.RESUME),
        (PairState.ACTIVE, _is_concluding(life, now), TimeAct.CONCLUDE),
        (PairState.CONCLUDING, is_over, TimeAct.FINISH),
    )
    return next((act for state, is_due, act in ladder if state == life.state and is_due), None)


def is_past_end(ends_on: date, zone: tzinfo, now: datetime) -> bool:
    """Say whether the last day is over where the mentee is, whether or not time has acted yet."""
    return start_of_day(ends_on + ONE_DAY, zone) <= now


def _is_back(life: Life, now: datetime) -> bool:
    until = life.paused_until
    return until is not None and start_of_day(until, life.zone) <= now


def _is_concluding(life: Life, now: datetime) -> bool:
    closing = life.program_state in (ProgramState.CLOSING, ProgramState.CLOSED)
    first = life.ends_on - timedelta(days=CONCLUDING_DAYS)
    is_near = start_of_day(first, life.zone) <= now
    return is_near or (closing and not life.is_extended)


def final_state(share: float | None) -> PairState:
    """Return how a concluding pair ends: with half of the expected meetings it is completed."""
    is_enough = share is not None and share >= COMPLETED_FROM
    return PairState.COMPLETED if is_enough else PairState.ENDED
