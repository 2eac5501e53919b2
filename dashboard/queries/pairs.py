"""The list of pairs: its chips with numbers, and its rows for an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from dashboard.labels import BAND_LABELS
from dashboard.queries.paging import page_of
from dashboard.queries.rows import health_of, row_of
from pairings.models import Pairing, PairingQuerySet

PIECE = 500


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link: its value in the address, its words, and how many pairs it leaves."""

    value: str
    label: str
    count: int


def band_chips(pairs: PairingQuerySet) -> list[Chip]:
    """Return every band with the number of these pairs in it, the weightiest first; one query."""
    rows = pairs.order_by().values_list("health__band").annotate(number=Count("pk"))
    numbers = {band or "": number for band, number in rows}
    return [
        Chip("", "", sum(numbers.values())),
        *(Chip(band, str(label), numbers.get(band, 0)) for band, label in BAND_LABELS.items()),
    ]


def with_all(pairs: PairingQuerySet) -> PairingQuerySet:
    """Fetch what a row shows in the same query."""
    fetched: PairingQuerySet = pairs.with_people().select_related("health")
    return fetched


HEADINGS = (
    "program",
    "mentor",
    "mentor_email",
    "mentor_department",
    "mentee",
    "mentee_email",
    "mentee_department",
    "state",
    "health",
    "status",
    "started_on",
    "ends_on",
    "last_meeting_on",
    "due_on",
    "held",
    "expected",
    "agreement_in_force",
    "goals_done",
    "goals",
)


def export_rows(pairs: PairingQuerySet, *, now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the facts of pairs, riskiest first, read in pieces of bounded size."""
    after = ""
    while True:
        page = page_of(with_all(pairs), after=after, size=PIECE)
        yield from (_export_row(pair, now) for pair in page.pairs)
        if not page.after:
            return
        after = page.after


def _export_row(pair: Pairing, now: datetime) -> tuple[object, ...]:
    row, health = row_of(pair, now=now), health_of(pair)
    zone = pair.mentee.zone
    return (
        pair.program.name,
        pair.mentor.display_name,
        pair.mentor.email,
        pair.mentor.department,
        pair.mentee.display_name,
        pair.mentee.email,
        pair.mentee.department,
        pair.get_state_display(),
        row.band,
        row.pill.label,
        pair.started_at.astimezone(zone).date() if pair.started_at else None,
        pair.ends_on,
        health.last_held_on if health else None,
        health.due_on if health else None,
        row.held,
        row.expected,
        row.has_agreement,
        row.goals_done,
        row.goals,
    )
