"""How long a cadence is, and on which days of a term a pair is expected to meet."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile
from typing import Final

from core.days import NOTHING_CLOSED, Closed, add_counted_days
from programs.rules import Cadence

FIRST_MEETING_DAYS: Final = 14
FEWEST_GRID_POINTS: Final = 4
DAYS: Final[Mapping[Cadence, int]] = {
    Cadence.WEEKLY: 7,
    Cadence.FORTNIGHTLY: 14,
    Cadence.EVERY_THREE_WEEKS: 21,
    Cadence.EVERY_SIX_WEEKS: 42,
}
MONTHS: Final[Mapping[Cadence, int]] = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3}


@dataclass(frozen=True, slots=True)
class Terms:
    """The cadence that applies from a day on: the program's at first, then each agreed one."""

    cadence: Cadence
    from_on: date


def cadence_on(terms: Sequence[Terms], day: date) -> Cadence:
    """Return the cadence that applies on `day`; before the first terms, that of the first."""
    ordered = in_order(terms)
    return next((t.cadence for t in reversed(ordered) if t.from_on <= day), ordered[0].cadence)


def in_order(terms: Sequence[Terms]) -> list[Terms]:
    """Sort terms by their first day; of two from the same day the later named one applies last."""
    if not terms:
        message = "a pair has the terms of its program before it has its own"
        raise ValueError(message)
    return sorted(terms, key=lambda t: t.from_on)


def add_cadences(first: date, k: int, cadence: Cadence) -> date:
    """Return the day k cadences after `first`, in calendar days.

    Months are counted from `first` and clamped, so 31 Jan is followed by 28 Feb and 31 Mar.
    """
    if cadence in MONTHS:
        return _add_months(first, k * MONTHS[cadence])
    return first + timedelta(days=k * DAYS[cadence])


def length_of(cadence: Cadence, from_on: date) -> int:
    """Return the days of one cadence from `from_on`; months go to the same day, clamped."""
    return (add_cadences(from_on, 1, cadence) - from_on).days


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def grid_points(start: date, terms: Sequence[Terms], closed: Closed) -> Iterator[date]:
    """Yield the days by which a meeting is expected, in order: take as many as are needed.

    The first is 14 days after `start`, then every cadence from there, each moved on by the days
    that did not count. An amendment keeps the points passed before its day, neither more nor
    fewer, and restarts the grid at the last of them. Ends where the days are closed for good.
    """
    ordered = in_order(terms)
    ends: list[date | None] = [*(t.from_on for t in ordered[1:]), None]
    last: date | None = None
    for each, end in zip(ordered, ends, strict=True):
        points = _first_points(start, each, closed) if last is None else _more(last, each, closed)
        for point in points:
            if end is not None and point >= end:
                break
            last = point
            yield point


def _first_points(start: date, terms: Terms, closed: Closed) -> Iterator[date]:
    first = start + timedelta(days=FIRST_MEETING_DAYS)
    days = (add_cadences(first, k, terms.cadence) for k in count())
    return _moved_on(start, days, closed)


def _more(last: date, terms: Terms, closed: Closed) -> Iterator[date]:
    days = (add_cadences(last, k, terms.cadence) for k in count(1))
    # Nobody had agreed to the points that the new grid would have put before its first day.
    return (point for point in _moved_on(last, days, closed) if point >= terms.from_on)


def _moved_on(start: date, days: Iterator[date], closed: Closed) -> Iterator[date]:
    for day in days:
        point = add_counted_days(start, (day - start).days, closed)
        if point is None:
            return
        yield point


def grid_points_in_term(
    start: date, end: date, terms: Sequence[Terms], closed: Closed = NOTHING_CLOSED
) -> tuple[date, ...]:
    """Return the grid points from `start` to `end`, both included."""
    return tuple(takewhile(lambda point: point <= end, grid_points(start, terms, closed)))


def has_enough_points(
    start: date, end: date, terms: Sequence[Terms], closed: Closed = NOTHING_CLOSED
) -> bool:
    """Say whether a contract may be signed: fewer than 4 grid points in its term are refused.

    `start` is the start of the pair, for amendments too (the whole term is looked at); `terms`
    are all that applied and, last, the one to be signed.
    """
    return len(grid_points_in_term(start, end, terms, closed)) >= FEWEST_GRID_POINTS
