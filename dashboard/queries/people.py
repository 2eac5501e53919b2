"""People as those who run their programs see them: facts of work, places, pairs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, Subquery

from accounts.models import User, UserQuerySet
from dashboard.queries.desk import people_seen_by
from dashboard.queries.paging import riskiest_first
from dashboard.queries.pairs import with_all
from dashboard.queries.rows import PairRow, rows_of
from pairings.models import Pairing
from programs.models import Enrollment, Program

PEOPLE_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people by name; `after` names the next page, None on the last."""

    people: list[User]
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person's places in the programs one runs, and their pairs that one oversees."""

    places: list[Enrollment]
    pairs: list[PairRow]


def people_page(user: User, *, words: str = "", after: UUID | None = None) -> PeoplePage:
    """Return people one sees, by name, in one query; `after` is the last one of the page before."""
    people: UserQuerySet = people_seen_by(user).search(words)
    if after is not None:
        people = people.filter(_behind(after))
    found = list(people.order_by("display_name", "pk")[: PEOPLE_SHOWN + 1])
    shown = found[:PEOPLE_SHOWN]
    return PeoplePage(shown, shown[-1].uid if len(found) > PEOPLE_SHOWN else None)


def _behind(uid: UUID) -> Q:
    last = User.objects.filter(uid=uid)
    name = Subquery(last.values("display_name")[:1])
    same = Q(display_name=name, pk__gt=Subquery(last.values("pk")[:1]))
    return Q(display_name__gt=name) | same


def person_page(person: User, viewer: User, *, now: datetime) -> PersonPage:
    """Return what somebody who runs programs sees of a person, in two queries."""
    run = Program.objects.coordinated_by(viewer)
    places = Enrollment.objects.filter(user=person, program__in=run).select_related("program")
    pairs = with_all(Pairing.objects.overseen_by(viewer).of_person(person))
    return PersonPage(
        places=list(places.prefetch_related("topics").order_by("-created_at", "-pk")),
        pairs=rows_of(riskiest_first(pairs), now=now),
    )
