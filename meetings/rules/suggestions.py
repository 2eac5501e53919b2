"""Three times that suit both: inside both partners' hours, on days that both work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Final

from core.days import ONE_DAY, day_of
from core.manners import Manners
from programs.rules import DAYPART_HOURS, Daypart

SUGGESTIONS: Final = 3
# The first hour belongs to the inbox, the last to the way home.
EARLIEST: Final = time(9)
LATEST: Final = time(17)
SEARCH_DAYS: Final = 45
CHOICE: Final = 10
# The hours of one day and of the next differ by at most eight.
MORE_THAN_A_DAY: Final = timedelta(hours=36)
_HOURS: Final = (10, 14, 11, 15, 9, 13, 16)


@dataclass(frozen=True, slots=True)
class Liking:
    """Which days (ISO) and times of day suit one person, in their zone; empty: any."""

    zone: tzinfo
    days: frozenset[int] = frozenset()
    dayparts: frozenset[str] = frozenset()

    def likes(self, start: datetime) -> bool:
        """Say whether a conversation that begins then is at a time that suits."""
        here = start.astimezone(self.zone)
        hours = (DAYPART_HOURS[Daypart(part)] for part in self.dayparts)
        is_day = not self.days or here.isoweekday() in self.days
        is_time = not self.dayparts or any(low <= here.hour < high for low, high in hours)
        return is_day and is_time


def suggest_times(
    one: Manners, other: Manners, now: datetime, minutes: int, likings: Sequence[Liking] = ()
) -> tuple[datetime, ...]:
    """Return up to three starts, no two on days in a row, from two days after `now`.

    Fewer when hours never meet. Hours are tried in the second person's zone (the mentee's), the
    calmest first. What more of the two like comes first, among the next `CHOICE` days that fit.
    """
    first = day_of(now, other.zone) + 2 * ONE_DAY
    days = (first + at * ONE_DAY for at in range(SEARCH_DAYS))
    fits = (_best_fit((one, other), day, minutes, likings) for day in days)
    choice = list(islice((fit for fit in fits if fit is not None), CHOICE))
    chosen: list[datetime] = []
    for _disliked, start in sorted(choice):
        if all(abs(start - each) > MORE_THAN_A_DAY for each in chosen):
            chosen.append(start)
    return tuple(sorted(chosen[:SUGGESTIONS]))


def _best_fit(
    pair: tuple[Manners, Manners], day: date, minutes: int, likings: Sequence[Liking]
) -> tuple[int, datetime] | None:
    """Return how many would rather not, and the best start of a day; None where none suits."""
    one, other = pair
    if not _works(other, day):
        return None
    starts = (datetime.combine(day, time(hour), tzinfo=other.zone) for hour in _HOURS)
    fits = (at for at in starts if _suits(one, at, minutes) and _suits(other, at, minutes))
    rated = ((sum(not liking.likes(at) for liking in likings), at.astimezone(UTC)) for at in fits)
    return min(rated, key=lambda fit: fit[0], default=None)


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
