"""Until when somebody has had so many working days: working weeks, leave and public holidays."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

import holidays

from core.days import ONE_DAY, start_of_day

# A year without enough working days is somebody who is away for good: waiting longer helps nobody.
LOOK_AHEAD_DAYS = 366


@lru_cache(maxsize=256)
def public_holidays(country: str) -> Container[date]:
    """Return the national holidays of a country (ISO 3166 code); of one nobody knows, none."""
    if country not in holidays.list_supported_countries():
        return frozenset()
    return holidays.country_holidays(country)


@dataclass(frozen=True, slots=True)
class Worker:
    """When one person works: ISO weekdays (1 = Monday), less leave (both days) and holidays."""

    week: frozenset[int]
    zone: tzinfo
    leave: tuple[tuple[date, date], ...] = ()
    holidays: Container[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Say whether this is a working day."""
        away = any(first <= day <= last for first, last in self.leave)
        return day.isoweekday() in self.week and not away and day not in self.holidays


def nth_working_day(after: date, count: int, worker: Worker) -> date:
    """Return the `count`-th working day after a day, at most `LOOK_AHEAD_DAYS` later."""
    day = after
    for _ in range(LOOK_AHEAD_DAYS):
        if count <= 0:
            break
        day += ONE_DAY
        count -= worker.works_on(day)
    return day


def time_to_answer(asked_at: datetime, days: int, workers: Iterable[Worker]) -> datetime:
    """Return the end of the `days`-th working day of whoever needs longest, in UTC.

    The day of asking does not count. Without workers the answer is `asked_at`.
    """
    return max((_end_of_wait(asked_at, days, worker) for worker in workers), default=asked_at)


def _end_of_wait(asked_at: datetime, days: int, worker: Worker) -> datetime:
    last = nth_working_day(asked_at.astimezone(worker.zone).date(), days, worker)
    return start_of_day(last + ONE_DAY, worker.zone)
