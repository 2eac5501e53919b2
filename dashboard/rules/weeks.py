"""The weeks of the heat map, read from plain facts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from core.days import NOTHING_CLOSED, ONE_DAY, Closed

WEEKS_SHOWN: Final = 16
WEEKS_ON_A_PHONE: Final = 7
ONE_WEEK: Final = timedelta(days=7)
WORKING_DAYS: Final = 5


class Week(StrEnum):
    """What a week was for a pair; `OUTSIDE` lies before its start or after its end."""

    MET = "met"
    MISSED = "missed"
    INFORMAL = "informal"
    PAUSED = "paused"
    NONE = "none"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What the weeks of one pair are read from; every day is the mentee's.

    `points`: the days by which a meeting is expected, in order, and the first one still to come.
    `fell_through`: the days for which meetings that fell through had been planned. `last_on`: the
    last day the pair is, or was, expected to meet.
    """

    started_on: date
    last_on: date
    today: date
    points: Sequence[date] = ()
    met: Collection[date] = ()
    informal: Collection[date] = ()
    fell_through: Collection[date] = ()
    closed: Closed = NOTHING_CLOSED


def monday_of(day: date) -> date:
    """Return the first day of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def weeks_until(today: date, count: int = WEEKS_SHOWN) -> list[date]:
    """Return the Mondays of the last weeks, this one included, the oldest first."""
    last = monday_of(today)
    return [last - ONE_WEEK * back for back in reversed(range(count))]


def month_starts(mondays: Sequence[date]) -> list[date | None]:
    """Return, week by week, the day to take a month's name from, and None where it needs none.

    The first week names its month too, unless the next name would stand right beside it.
    """
    starts = [
        monday if at == 0 or monday.month != mondays[at - 1].month else None
        for at, monday in enumerate(mondays)
    ]
    if len(starts) > 1 and starts[1] is not None:
        starts[0] = None
    return starts


def read_weeks(track: Track, mondays: Sequence[date]) -> list[Week]:
    """Return what each week was: met before missed before informal before paused."""
    missed = {*unmet_points(track), *track.fell_through}
    return [_read_week(track, missed, monday) for monday in mondays]


def _read_week(track: Track, missed: Collection[date], monday: date) -> Week:
    days = [
        day
        for day in (monday + ONE_DAY * at for at in range(7))
        if track.started_on <= day <= track.last_on
    ]
    checks = (
        (_any_in(track.met, days), Week.MET),
        (not days, Week.OUTSIDE),
        (_any_in(missed, days), Week.MISSED),
        (_any_in(track.informal, days), Week.INFORMAL),
        (_is_closed(days, track.closed), Week.PAUSED),
    )
    return next((week for applies, week in checks if applies), Week.NONE)


def _any_in(marked: Collection[date], days: Sequence[date]) -> bool:
    return any(day in marked for day in days)


def _is_closed(days: Sequence[date], closed: Closed) -> bool:
    worked = [day for day in days if day.isoweekday() <= WORKING_DAYS]
    return bool(worked) and all(day in closed for day in worked)


def unmet_points(track: Track) -> list[date]:
    """Return the expected days that are over and that no meeting stands for.

    A meeting stands for one point: the nearest that is free, and never beyond a neighbor of it.
    So a pair that always meets a week late misses nothing, and one that meets half as often as
    it agreed misses every second point.
    """
    expected = [point for point in track.points if point <= track.last_on]
    free, unused = set(expected), set(track.met)
    for _distance, point, day in sorted(_near(expected, track.met)):
        if point in free and day in unused:
            free.discard(point)
            unused.discard(day)
    return sorted(point for point in free if point < track.today)


def _near(points: Sequence[date], met: Collection[date]) -> Iterator[tuple[timedelta, date, date]]:
    before = [date.min, *points[:-1]]
    after = [*points[1:], date.max]
    for low, point, high in zip(before, points, after, strict=False):
        yield from ((abs(day - point), point, day) for day in met if low < day < high)


def week_of_program(
    starts_on: date, ends_on: date | None, today: date
) -> tuple[int, int | None] | None:
    """Return in which week of how many a program is, from 1; None before its first day."""
    if today < starts_on:
        return None
    week = (today - starts_on).days // 7 + 1
    if ends_on is None:
        return week, None
    weeks = -(-((ends_on - starts_on).days + 1) // 7)
    return min(week, weeks), weeks
