"""Dates of a pair that wait for something: an answer, or for the one before them to be called off."""

from collections.abc import Sequence
from datetime import datetime

from meetings.models import PLANNED, Meeting
from pairings.models import Pairing


def open_dates(pairing: Pairing, *, now: datetime) -> list[Meeting]:
    """Return what was planned, is over, and has no answer yet; the latest first."""
    begun = Meeting.objects.filter(pairing=pairing, state=PLANNED, starts_at__lte=now)
    return [meeting for meeting in begun.order_by("-starts_at") if meeting.ends_at <= now]


def later_in_series(meeting: Meeting) -> Sequence[Meeting]:
    """Return the planned dates that follow this one in its series."""
    if meeting.series_uid is None:
        return []
    series = Meeting.objects.filter(
        pairing_id=meeting.pairing_id, series_uid=meeting.series_uid, state=PLANNED
    )
    return list(series.filter(starts_at__gt=meeting.starts_at).order_by("starts_at"))
