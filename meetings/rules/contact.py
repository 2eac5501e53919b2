"""What informal contact does: it moves nothing, and delays the next nudge once per interval."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from core.days import Closed, add_counted_days
from meetings.rules.interval import Interval

DELAY_DAYS: Final = 7


def first_contact_on(informal_on: Iterable[date], interval: Interval) -> date | None:
    """Return the day of the one contact that delays a nudge: the first since the opening."""
    return min((day for day in informal_on if day >= interval.opened_on), default=None)


def delayed_by_contact(step_on: date, contact_on: date | None, closed: Closed) -> date | None:
    """Return the day of the next nudge: 7 days that count later if a contact came before it.

    For the first step after the contact only; those that follow from that one move along.
    None is never.
    """
    if contact_on is None or contact_on > step_on:
        return step_on
    return add_counted_days(step_on, DELAY_DAYS, closed)
