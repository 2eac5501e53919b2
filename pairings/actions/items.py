"""What a coordinator should look at: a pair that became invalid, a person without a partner."""

from collections.abc import Collection
from datetime import datetime

from attention.actions import raise_item, settle_items
from pairings.models import Pairing
from pairings.queries import Broken
from programs.models import Enrollment
from programs.rules import EnrollmentState

INVALID_PAIR = "invalid_pair"
POWER_CLAUSE = "power_clause"
NEXT_PARTNER = "next_partner"


def raise_invalid(pairing: Pairing, broken: Collection[Broken], *, now: datetime) -> None:
    """Say that these two are no valid pair any more; nothing else happens to them."""
    _raise(pairing, INVALID_PAIR, broken, now)


def raise_power_clause(pairing: Pairing, broken: Collection[Broken], *, now: datetime) -> None:
    """Say that a former mentee has come to stand above their mentor within six months."""
    _raise(pairing, POWER_CLAUSE, broken, now)


def _raise(pairing: Pairing, kind: str, broken: Collection[Broken], now: datetime) -> None:
    raise_item(
        program=pairing.program,
        kind=kind,
        subject_uid=pairing.uid,
        people=[pairing.mentor, pairing.mentee],
        facts={"rules": sorted(str(each.rule) for each in broken)},
        now=now,
    )


def settle_items_of(pairing: Pairing, *, how: str, now: datetime) -> None:
    """Settle what was said of a pair that is valid again, or over."""
    settle_items(subject_uid=pairing.uid, kinds=[INVALID_PAIR], how=how, by=None, now=now)


def settle_power_clause(pairing: Pairing, *, now: datetime) -> None:
    """Settle what was said of a former pair that is apart again."""
    settle_items(subject_uid=pairing.uid, kinds=[POWER_CLAUSE], how="valid", by=None, now=now)


def raise_next_partner(pairing: Pairing, *, now: datetime) -> None:
    """Ask for a new partner for both: neither learns, nor does HR, who of them said no."""
    for place in _places_of(pairing):
        if place.state == EnrollmentState.APPROVED and place.is_available:
            raise_item(
                program=pairing.program,
                kind=NEXT_PARTNER,
                subject_uid=place.uid,
                people=[place.user],
                facts={"after": str(pairing.uid)},
                now=now,
            )


def settle_next_partner(pairing: Pairing, *, now: datetime) -> None:
    """Settle the search for both of a new proposal."""
    for place in _places_of(pairing):
        settle_items(subject_uid=place.uid, kinds=[NEXT_PARTNER], how="proposed", by=None, now=now)


def settle_search_at(place: Enrollment, *, now: datetime) -> None:
    """Settle the search for somebody who takes no new partner now."""
    settle_items(subject_uid=place.uid, kinds=[NEXT_PARTNER], how="resting", by=None, now=now)


def _places_of(pairing: Pairing) -> list[Enrollment]:
    places = (pairing.mentor_enrollment_id, pairing.mentee_enrollment_id)
    return list(Enrollment.objects.filter(pk__in=places).select_related("user").order_by("pk"))
