"""What a coordinator should look at: a pair that became invalid, a person without a partner."""

from collections.abc import Collection, Iterable
from datetime import datetime

from attention.actions import raise_item, settle_items, settle_items_in
from attention.queries import subjects_with_items
from pairings.models import Pairing
from pairings.queries import Broken
from programs.models import Enrollment, Program
from programs.rules import PAIRING_STATES, EnrollmentState

INVALID_PAIR = "invalid_pair"
POWER_CLAUSE = "power_clause"
NEXT_PARTNER = "next_partner"
NOTHING_TO_ANNOUNCE = "nothing_to_announce"


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
    """Ask for a new partner for both: neither learns, nor does HR, who of them said no.

    Not in a program that makes no more pairs: nobody could do anything about it.
    """
    if pairing.program.state in PAIRING_STATES:
        for place in _places_of(pairing):
            raise_search_at(place, pairing, now=now)


def raise_search_at(place: Enrollment, after: Pairing, *, now: datetime) -> None:
    """Ask for a new partner for one person; nothing happens for one who takes none now."""
    if place.state == EnrollmentState.APPROVED and place.is_available:
        raise_item(
            program=place.program,
            kind=NEXT_PARTNER,
            subject_uid=place.uid,
            people=[place.user],
            facts={"after": str(after.uid)},
            now=now,
        )


def settle_next_partner(pairing: Pairing, *, now: datetime) -> None:
    """Settle the search for both of a new proposal."""
    for place in _places_of(pairing):
        settle_items(subject_uid=place.uid, kinds=[NEXT_PARTNER], how="proposed", by=None, now=now)


def settle_searches_at(places: Iterable[Enrollment], *, now: datetime) -> None:
    """Settle the searches of many at once, where there are any."""
    for uid in subjects_with_items(NEXT_PARTNER, [place.uid for place in places]):
        settle_items(subject_uid=uid, kinds=[NEXT_PARTNER], how="proposed", by=None, now=now)


def settle_searches_in(program: Program, *, now: datetime) -> int:
    """Settle the searches of a program that makes no more pairs; returns how many."""
    return settle_items_in(program, kind=NEXT_PARTNER, how="closing", now=now)


def settle_search_at(place: Enrollment, *, now: datetime) -> None:
    """Settle the search for somebody who takes no new partner now."""
    settle_items(subject_uid=place.uid, kinds=[NEXT_PARTNER], how="resting", by=None, now=now)


def raise_nothing_to_announce(program: Program, *, now: datetime) -> None:
    """Say that the day of an announcement has come and no pair could be announced."""
    announce_at = program.announce_at.isoformat() if program.announce_at else ""
    raise_item(
        program=program,
        kind=NOTHING_TO_ANNOUNCE,
        subject_uid=program.uid,
        people=[],
        facts={"announce_at": announce_at},
        now=now,
    )


def settle_nothing_to_announce(program: Program, *, now: datetime) -> None:
    """Settle it where there is a new date, or pairs were announced."""
    settle_items(
        subject_uid=program.uid, kinds=[NOTHING_TO_ANNOUNCE], how="moved", by=None, now=now
    )


def _places_of(pairing: Pairing) -> list[Enrollment]:
    places = (pairing.mentor_enrollment_id, pairing.mentee_enrollment_id)
    return list(
        Enrollment.objects.filter(pk__in=places).select_related("user", "program").order_by("pk")
    )
