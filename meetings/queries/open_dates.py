"""Dates that are open: over without an answer, later in a series, next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Min

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


def next_meetings(pairings: Iterable[Pairing], now: datetime) -> dict[int, datetime]:
    """Return when pairs meet next, by primary key; pairs without a date are left out."""
    planned = Meeting.objects.filter(pairing__in=pairings, state=PLANNED, starts_at__gt=now)
    rows = planned.order_by().values_list("pairing_id").annotate(first=Min("starts_at"))
    return {pairing_id: first for pairing_id, first in rows if first is not None}
