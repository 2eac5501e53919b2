"""The first time that a pair met."""

from datetime import date

from meetings.models import HELD, Meeting
from pairings.models import Pairing


def first_held_on(pairing: Pairing) -> date | None:
    """Return the day of the first meeting that was held; None before it."""
    held = Meeting.objects.filter(pairing=pairing, state=HELD).order_by("held_on")
    return held.values_list("held_on", flat=True).first()
