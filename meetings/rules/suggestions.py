"""Three times that suit both: inside both partners' hours, on days that both work."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from core.days import ONE_DAY, day_of
from core.manners import Manners

SUGGESTIONS: Final = 3
# The first hour belongs to the inbox, the last to the way home.
EARLIEST: Final = time(9)
LATEST: Final = time(17)
SEARCH_DAYS: Final = 45
_HOURS: Final = (10, 14, 11, 15, 9, 13, 16)


def suggest_times(
    one: Manners, other: Manners, now: datetime, minutes: int
) -> tuple[datetime, ...]:
    """Return up to three starts, one a day, from two days after `now`; fewer when hours never meet.

    Hours are tried in the second person's zone (the mentee's), the calmest first.
    """
    found: list[datetime] = []
    day = day_of(now, other.zone) + 2 * ONE_DAY
    for _ in range(SEARCH_DAYS):
        start = _first_fit(one, other, day, minutes)
        if start is not None:
            found.append(start)
            day += ONE_DAY
        if len(found) == SUGGESTIONS:
            break
        day += ONE_DAY
    return tuple(found)


def _first_fit(one: Manners, other: Manners, day: date, minutes: int) -> datetime | None:
    if not _works(other, day):
        return None
    starts = (datetime.combine(day, time(hour), tzinfo=other.zone) for hour in _HOURS)
    fits = (at for at in starts if _suits(one, at, minutes) and _suits(other, at, minutes))
    return next((at.astimezone(UTC) for at in fits), None)


def _works(person: Manners, day: date) -> bool:
    return person.work.is_working(day) and day not in person.away


def _suits(person: Manners, start: datetime, minutes: int) -> bool:
    local = start.astimezone(person.zone)
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(person.zone)
    same_day = local.date() == end.date()
    return (
        _works(person, local.date())
        and same_day
        and local.time() >= EARLIEST
        and end.time() <= LATEST
    )
