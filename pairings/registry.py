"""What upper apps tell about a pair: the day of its first meeting."""

from collections.abc import Callable
from datetime import date

from pairings.models import Pairing

FirstMeeting = Callable[[Pairing], date | None]
_sources: list[FirstMeeting] = []


def register_first_meeting(source: FirstMeeting) -> None:
    """Say where the day of a pair's first meeting comes from; the last source counts."""
    _sources[:] = [source]


def first_met_on(pairing: Pairing) -> date | None:
    """Return the day on which the two met for the first time, if they did."""
    return _sources[0](pairing) if _sources else None
