"""The riskiest pairs and what needs a person, read together for HR's front page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import BooleanField, Case, Q, Value, When

from accounts.models import User
from attention.models import ActionItem
from dashboard.queries.heat import HeatMap, heat_map
from dashboard.queries.needs import Need, needs_among, urgent_items
from dashboard.queries.paging import riskiest_first
from pairings.models import Pairing, PairingQuerySet
from programs.models import Program

PAIRS_SHOWN: Final = 10
ITEMS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Front:
    """The heat map, riskiest pair first, and the most urgent lines of the queue."""

    heat: HeatMap
    needs: list[Need]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the front page, when, and which program they chose; `today` is their day."""

    user: User
    now: datetime
    today: date
    program: Program | None


def front_of(pairs: PairingQuerySet, reader: Reader) -> Front:
    """Return both for these live pairs in four queries."""
    now = reader.now
    items = urgent_items(reader.user, now=now, program=reader.program, limit=ITEMS_SHOWN)
    found = _fetch(pairs, items)
    riskiest = [pair for pair in found if vars(pair)["is_shown"]]
    return Front(
        heat=heat_map(riskiest, now=now, today=reader.today),
        needs=needs_among(items, found, now),
    )


def needs_in_front(reader: Reader) -> list[Need]:
    """Return the lines alone, for a company without live pairs."""
    return front_of(Pairing.objects.none(), reader).needs


def _fetch(pairs: PairingQuerySet, items: Sequence[ActionItem]) -> list[Pairing]:
    """Fetch the riskiest of these pairs, and those that the items are about, riskiest first."""
    top = riskiest_first(pairs).values("pk")[:PAIRS_SHOWN]
    is_shown = Case(
        When(pk__in=top, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    wanted = Q(is_shown=True) | Q(uid__in=[item.subject_uid for item in items])
    found = Pairing.objects.annotate(is_shown=is_shown).filter(wanted)
    return list(riskiest_first(found).with_people().select_related("health"))
