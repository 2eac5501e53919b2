"""Which dates an agreement suggests and which it may hold."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from contracts.rules.life import FIRST_DATES_AT_MOST
from core.workdays import Worker, nth_working_day
from programs.cadence import add_cadences
from programs.rules import Cadence

_DAYS_OF_NOTICE: Final = 3
_HOUR: Final = time(10)
_ONE_DAY: Final = timedelta(days=1)


def suggested_dates(
    cadence: Cadence, worker: Worker, *, today: date, ends_on: date
) -> tuple[datetime, ...]:
    """Return a series to start from: three working days from today, then each cadence, at ten.

    Hours and working days are those of `worker`; nothing is suggested after `ends_on`.
    """
    first = nth_working_day(today, _DAYS_OF_NOTICE, worker)
    days = [day for day in _series(first, cadence, worker) if day <= ends_on]
    return tuple(datetime.combine(day, _HOUR, worker.zone).astimezone(UTC) for day in days)


def _series(first: date, cadence: Cadence, worker: Worker) -> Iterator[date]:
    for k in range(FIRST_DATES_AT_MOST):
        yield nth_working_day(add_cadences(first, k, cadence) - _ONE_DAY, 1, worker)


def review_day(starts_on: date, ends_on: date, today: date) -> date:
    """Return the middle of the term; when that has passed, the middle of what is left."""
    middle = _middle(starts_on, ends_on)
    return middle if middle > today else _middle(today, ends_on)


def _middle(first: date, last: date) -> date:
    return first + (last - first) // 2
