"""The one place where the clock is read; a demo can move it for everything at once."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.models import DemoClock

_CACHE_SECONDS = 1.0
_cached: list[tuple[float, timedelta]] = []


def now() -> datetime:
    """Return the current time in UTC, moved by the demo's stored shift when this is a demo."""
    return datetime.now(UTC) + shift()


def shift() -> timedelta:
    """Return how far ahead of the real clock this one is: for times that others have recorded."""
    return _demo_shift() if settings.DEMO else timedelta()


def move_demo_clock(by: timedelta) -> datetime:
    """Shift the demo's clock further and return the new time; refuses outside of a demo."""
    if not settings.DEMO:
        message = "Only a demo's clock can be moved."
        raise ValueError(message)
    with transaction.atomic():
        clock, _ = DemoClock.objects.select_for_update().get_or_create(pk=1)
        clock.shift += by
        clock.save(update_fields=["shift"])
    _cached.clear()
    return now()


def _demo_shift() -> timedelta:
    """Read the shift at most once a second: a page asks for the time more than once."""
    tick = time.monotonic()
    if _cached and tick - _cached[0][0] < _CACHE_SECONDS:
        return _cached[0][1]
    shift = DemoClock.objects.filter(pk=1).values_list("shift", flat=True).first() or timedelta()
    _cached[:] = [(tick, shift)]
    return shift
