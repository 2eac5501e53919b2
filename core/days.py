"""Which days count, which days are worked, and at which instant a day begins.

A length in days is answered as a day or as None: None means never, because what lies between is
closed for good (an open-ended leave, say). Nothing here looks further than `HORIZON`.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Self

ONE_DAY: Final = timedelta(days=1)
HORIZON: Final = date(9000, 1, 1)
USUAL_WEEK: Final = frozenset({1, 2, 3, 4, 5})
# Ten years without one working day is a broken calendar, not a long holiday.
LOOK_BACK_DAYS: Final = 14
SEARCH_DAYS: Final = 3660


@dataclass(frozen=True, slots=True)
class Closed:
    """Days that do not count for a pair: pauses, blackouts, leave of either partner.

    `spans` are (first, last) days, both included, in order and apart; make one with `of`.
    """

    spans: tuple[tuple[date, date], ...] = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[date, date | None]]) -> Self:
        """Merge spans in any order; None as last day is open-ended, a reversed span is empty."""
        return cls(_merged((first, HORIZON if last is None else last) for first, last in spans))

    def __contains__(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.spans)

    def __or__(self, other: "Closed") -> "Closed":
        return Closed(_merged((*self.spans, *other.spans)))

    def next_counted(self, day: date) -> date | None:
        """Return the first day that counts, on or after `day`; None when there is none."""
        for first, last in self.spans:
            if first <= day <= last:
                day = last + ONE_DAY
        return day if day < HORIZON else None


NOTHING_CLOSED: Final = Closed()


def _merged(spans: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    merged: list[tuple[date, date]] = []
    for first, last in sorted((first, min(last, HORIZON)) for first, last in spans):
        if first > last:
            continue
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def add_counted_days(start: date, n: int, closed: Closed) -> date | None:
    """Return the n-th day that counts, counting from the day after `start`; None when never.

    `start` itself need not count. n = 0 is `start`; a negative n is a ValueError.
    """
    if n < 0:
        message = f"{n} days cannot be counted forward"
        raise ValueError(message)
    day = start + timedelta(days=n)
    for first, last in closed.spans:
        low = max(first, start + ONE_DAY)
        if low > last or n == 0:
            continue
        if low > day:
            break
        day += last - low + ONE_DAY
    return day if day < HORIZON else None


def subtract_counted_days(start: date, n: int, closed: Closed) -> date:
    """Return the n-th day that counts before `start`, counting back from the day before it."""
    day = start - timedelta(days=n)
    for first, last in reversed(closed.spans):
        high = min(last, start - ONE_DAY)
        if high < first or n == 0:
            continue
        if high < day:
            break
        day -= high - first + ONE_DAY
    return day


def count_days_between(start: date, end: date, closed: Closed) -> int:
    """Count the days that count after `start` up to and including `end`; never below 0."""
    days = (end - start).days
    for first, last in closed.spans:
        days -= max((min(last, end) - max(first, start + ONE_DAY)).days + 1, 0)
    return max(days, 0)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of one person: ISO weekdays (Monday is 1) less public holidays.

    A profile with an empty week has not said anything: Monday to Friday is taken.
    """

    week: frozenset[int] = USUAL_WEEK
    holidays: Container[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Say whether the person works on `day`; leave is not asked here, it is in `Closed`."""
        return day.isoweekday() in (self.week or USUAL_WEEK) and day not in self.holidays

    def next_working(self, day: date, closed: Closed = NOTHING_CLOSED) -> date | None:
        """Return the first working day that counts, on or after `day`.

        None when the days are closed for good, or no day of `SEARCH_DAYS` looked at is worked.
        """
        for _ in range(SEARCH_DAYS):
            counted = closed.next_counted(day)
            if counted is None or self.is_working(counted):
                return counted
            day = counted + ONE_DAY
        return None


USUAL_WORK: Final = WorkCalendar()


def add_working_days(
    start: date, n: int, work: WorkCalendar, closed: Closed = NOTHING_CLOSED
) -> date | None:
    """Return the n-th working day that counts, counting from the day after `start`."""
    day: date | None = start
    for _ in range(n):
        if day is None:
            return None
        day = work.next_working(day + ONE_DAY, closed)
    return day


def previous_working_day(
    day: date, work: WorkCalendar, closed: Closed = NOTHING_CLOSED
) -> date | None:
    """Return the last working day that counts before `day`; None within `LOOK_BACK_DAYS`."""
    before = (day - n * ONE_DAY for n in range(1, LOOK_BACK_DAYS + 1))
    return next((each for each in before if work.is_working(each) and each not in closed), None)


def day_of(instant: datetime, zone: tzinfo) -> date:
    """Return the day it is in `zone` at an aware instant."""
    return instant.astimezone(zone).date()


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of `day` in `zone`, in UTC.

    Where the clocks jump over midnight the day begins at the jump (a day that a zone left out
    begins with the next one); where midnight comes twice, at the first.
    """
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    first = midnight.astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return first
    # In a gap fold=0 reads the clock before the jump, fold=1 the one after: they enclose the jump.
    return _first_instant_of(day, zone, midnight.replace(fold=1).astimezone(UTC), first)


def _first_instant_of(day: date, zone: tzinfo, before: datetime, after: datetime) -> datetime:
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if day_of(before + timedelta(seconds=middle), zone) < day:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
