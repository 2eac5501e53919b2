"""When a nudge may reach a person: their hours, working days, holidays and leave."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from core.days import NOTHING_CLOSED, ONE_DAY, USUAL_WORK, Closed, WorkCalendar, day_of

OPENS: Final = time(8)
CLOSES: Final = time(18)
# A mail that leaves at 17:59 arrives after six.
SPARE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Manners:
    """The hours of one person; `away` is their leave."""

    zone: tzinfo
    work: WorkCalendar = USUAL_WORK
    away: Closed = NOTHING_CLOSED


def is_allowed(manners: Manners, now: datetime) -> bool:
    """Say whether a nudge may leave for this person now, ten minutes to spare."""
    return next_allowed(manners, now) == now


def next_allowed(manners: Manners, at: datetime) -> datetime | None:
    """Return the first allowed moment at or after `at`; None when no working day is to come."""
    day = day_of(at, manners.zone)
    working = manners.work.next_working(day, manners.away)
    if working == day:
        opens, closes = (_at(day, hour, manners.zone) for hour in (OPENS, CLOSES))
        if at < closes - SPARE:
            return max(at, opens)
        working = manners.work.next_working(day + ONE_DAY, manners.away)
    return _at(working, OPENS, manners.zone) if working else None


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
