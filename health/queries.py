"""Reads of stored health: which pairs are stale, and the counts that HR's first sentence needs."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet

from health.models import PairHealth
from health.rules import Band
from meetings.rules.status import Status
from pairings.models import Pairing
from pairings.rules import LIVE, STARTED

# Every one of them only grows, so their sum changes whenever anything the facts rest on does.
REVISION = F("revision") + F("program__revision") + F("mentor__revision") + F("mentee__revision")


def revision_of(pair: Pairing) -> int:
    """Return the revision of everything that the facts of this pair rest on."""
    return pair.revision + pair.program.revision + pair.mentor.revision + pair.mentee.revision


def stale_pairs(now: datetime) -> QuerySet[Pairing]:
    """Live pairs without facts, with facts of an older revision, or whose next instant has come."""
    stale = (
        Q(health=None) | ~Q(health__source_revision=REVISION) | Q(health__next_change_at__lte=now)
    )
    return Pairing.objects.live().filter(stale).with_people().order_by("pk")


def is_late(now: datetime) -> Q:
    """Narrow pairs to those that are behind, stalled or dormant at `now`, by stored instants.

    `meetings.rules.status.status_at` says the same of one pair.
    """
    return Q(state__in=STARTED) & (Q(health__two_fell_through=True) | _is_past(now))


def is_due_soon(now: datetime) -> Q:
    """Narrow pairs to those that are due soon at `now`, in the same way."""
    soon = Q(health__due_soon_at__lte=now) & ~_is_secured(now)
    return Q(state__in=STARTED) & soon & ~is_late(now)


def _is_past(now: datetime) -> Q:
    names = ("behind_at", "stalled_at", "dormant_at")
    reached = (Q(**{f"health__{name}__lte": now}) for name in names)
    return reduce(or_, reached) & ~_is_secured(now)


def _is_secured(now: datetime) -> Q:
    return Q(health__secured_from__lte=now, health__secured_until__gt=now)


@dataclass(frozen=True, slots=True)
class Counts:
    """Live pairs by how they are; `keeping` of `started` keep their rhythm."""

    live: int
    started: int
    keeping: int
    at_risk: int
    check_in: int
    due_soon: int
    paused: int
    with_agreement: int


def counts_of(pairs: QuerySet[Pairing]) -> Counts:
    """Count live pairs in one query.

    Keeping rhythm: neither behind, stalled nor dormant, of those not paused.
    """
    late = [Status.BEHIND, Status.STALLED, Status.DORMANT]
    found = pairs.filter(state__in=LIVE).aggregate(
        live=Count("pk"),
        started=Count("pk", filter=~Q(state="paused")),
        keeping=Count("pk", filter=~Q(state="paused") & ~Q(health__status__in=late)),
        at_risk=Count("pk", filter=Q(health__band=Band.AT_RISK)),
        check_in=Count("pk", filter=Q(health__band=Band.NEEDS_CHECK_IN)),
        due_soon=Count("pk", filter=Q(health__status=Status.DUE_SOON)),
        paused=Count("pk", filter=Q(state="paused")),
        with_agreement=Count("pk", filter=Q(health__has_agreement=True)),
    )
    return Counts(**found)


def health_of(pair: Pairing) -> PairHealth | None:
    """Return the stored facts of a pair, None before the first refresh."""
    return PairHealth.objects.filter(pairing=pair).first()
