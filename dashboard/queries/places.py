"""The places in a program, with what can be done about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from pairings.models import Pairing
from programs.models import Enrollment, EnrollmentQuerySet, NeverMatch, Program
from programs.queries import places_in
from programs.rules import ENROLLMENT_LIFE, EnrollmentState

PLACES_SHOWN: Final = 200
DECISIONS: Final = ("approve", "wait-list", "decline")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, how many pairs and proposals stand on it, and the decisions it waits for."""

    place: Enrollment
    open_pairs: int
    decisions: tuple[str, ...]

    @property
    def is_approved(self) -> bool:
        """Whether the person is in."""
        return self.place.state == EnrollmentState.APPROVED


@dataclass(frozen=True, slots=True)
class PlacePage:
    """The first places that fit the filters, and whether there are more."""

    rows: list[PlaceRow]
    has_more: bool


def place_page(program: Program, filters: Mapping[str, Any]) -> PlacePage:
    """Return the places that fit, in two queries."""
    places = list(_fitting(places_in(program), filters)[: PLACES_SHOWN + 1])
    taken = _open_pairs(program)
    rows = [PlaceRow(each, taken.get(each.pk, 0), _decisions(each)) for each in places]
    return PlacePage(rows[:PLACES_SHOWN], len(rows) > PLACES_SHOWN)


def _fitting(places: EnrollmentQuerySet, filters: Mapping[str, Any]) -> EnrollmentQuerySet:
    for name in ("state", "role"):
        if filters.get(name):
            places = places.filter(**{name: filters[name]})
    for word in (filters.get("q") or "").split():
        places = places.filter(
            Q(user__display_name__icontains=word) | Q(user__email__icontains=word)
        )
    return places


def _decisions(place: Enrollment) -> tuple[str, ...]:
    if place.state == EnrollmentState.INVITED:
        return ()
    return tuple(act for act in DECISIONS if ENROLLMENT_LIFE.allows(act, place.state))


def _open_pairs(program: Program) -> dict[int, int]:
    taken: dict[int, int] = {}
    sides = ("mentor_enrollment_id", "mentee_enrollment_id")
    for pair in Pairing.objects.open().filter(program=program).order_by().values_list(*sides):
        for place in pair:
            taken[place] = taken.get(place, 0) + 1
    return taken


def kept_apart(program: Program) -> list[NeverMatch]:
    """Return the people whom a coordinator keeps apart."""
    apart = NeverMatch.objects.filter(program=program).select_related("first", "second")
    return list(apart.order_by("first__display_name", "pk"))
