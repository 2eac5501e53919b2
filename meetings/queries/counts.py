"""Counts of what pairs did, for lists and the navigation."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from meetings.models import HELD, InformalContact, Meeting


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """Meetings held, dates that fell through, informal contacts."""

    held: int = 0
    fell_through: int = 0
    contacts: int = 0


def meeting_counts_of(pairing_ids: Iterable[int]) -> dict[int, MeetingCounts]:
    """Return the counts of pairs by primary key, in two queries."""
    ids = list(pairing_ids)
    meetings = Meeting.objects.filter(pairing_id__in=ids).values("pairing_id")
    counted = meetings.annotate(
        held=Count("id", filter=Q(state=HELD)), fell=Count("id", filter=Q(fell_through=True))
    )
    by_pair = {row["pairing_id"]: (row["held"], row["fell"]) for row in counted.order_by()}
    contacts = dict(
        InformalContact.objects.filter(pairing_id__in=ids, undone_at=None)
        .order_by()
        .values_list("pairing_id")
        .annotate(number=Count("id"))
    )
    return {pk: MeetingCounts(*by_pair.get(pk, (0, 0)), contacts.get(pk, 0)) for pk in ids}
