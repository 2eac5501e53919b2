"""The pairs of the person who reads: read once a request, for the page or its navigation alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from accounts.models import User
from lifecycle.queries import OwnSide, own_side, with_own_side
from meetings.models import HELD, Note
from pairings.models import Pairing
from pairings.rules import LIVE, PairState
from programs.models import ProgramStaff
from programs.rules import Role
from pulse.queries import fit_waits

FORMER = (PairState.COMPLETED, PairState.ENDED)
_SHOWN = (PairState.PROPOSED, *LIVE, *FORMER)


@dataclass(frozen=True, slots=True)
class NamedPair:
    """A pair of the reader as navigation names it. `contract_uid`: of an agreement, once begun."""

    pairing: Pairing
    role: Role
    held: int
    contract_uid: UUID | None

    @property
    def is_live(self) -> bool:
        """Whether it is running."""
        return self.pairing.is_live

    @property
    def is_former(self) -> bool:
        """Whether it ran and is over."""
        return self.pairing.state in FORMER


@dataclass(frozen=True, slots=True)
class OwnPair(NamedPair):
    """A pair of the reader as home shows it.

    `noted_at`, `noted_by_id`: the last word in a note both can read. `side`: what the reader
    answered about the pair, and what both said yes to. `asks_fit`: a private question waits for
    the reader.
    """

    noted_at: datetime | None
    noted_by_id: int | None
    side: OwnSide
    asks_fit: bool

    @property
    def is_proposal(self) -> bool:
        """Whether somebody still has to say yes."""
        return self.pairing.state == PairState.PROPOSED

    @property
    def is_question(self) -> bool:
        """Whether it is the reader who has to say yes or no."""
        return self.is_proposal and self.pairing.accepted_at_of(self.role) is None


_FETCHED = (
    "program", "mentor", "mentee", "overseer", "mentor_enrollment", "mentee_enrollment"
)  # fmt: skip


def own_pairs(request: HttpRequest, now: datetime) -> list[OwnPair]:
    """Return every pair of the reader that is open or was live, newest first, in one query."""
    kept = vars(request)
    if "own_pairs" not in kept:
        user = request.user
        kept["own_pairs"] = _read(user, now) if isinstance(user, User) else []
        _note_roles(request, kept["own_pairs"])
    found: list[OwnPair] = kept["own_pairs"]
    return found


def named_pairs(request: HttpRequest) -> Sequence[NamedPair]:
    """Return the same for navigation, from the page's own reading or in a query of its own.

    Every page has a navigation, and home's whole query costs more than the rest of many a page.
    """
    kept = vars(request)
    if "own_pairs" not in kept and "named_pairs" not in kept:
        user = request.user
        kept["named_pairs"] = _names(user) if isinstance(user, User) else []
        _note_roles(request, kept["named_pairs"])
    found: Sequence[NamedPair] = kept["own_pairs" if "own_pairs" in kept else "named_pairs"]
    return found


def _note_roles(request: HttpRequest, pairs: Iterable[NamedPair]) -> None:
    """Leave word that the reader works for no program: HR's navigation need not ask again."""
    if any(not vars(own.pairing)["has_staff_role"] for own in pairs):
        vars(request)["staff_roles"] = frozenset()


def _pairs_of(user: User) -> QuerySet[Pairing]:
    return (
        Pairing.objects.known_to(user)
        .filter(state__in=_SHOWN)
        .annotate(
            held=Count("meetings", filter=Q(meetings__state=HELD)),
            contract_uid=F("contract__uid"),
            has_staff_role=Exists(ProgramStaff.objects.filter(user=user)),
        )
        .order_by("-proposed_at", "-pk")
    )


def _names(user: User) -> list[NamedPair]:
    pairs = _pairs_of(user).select_related("mentor", "mentee")
    return [NamedPair(*_named(pair, user)) for pair in pairs]


def _named(pair: Pairing, user: User) -> tuple[Pairing, Role, int, UUID | None]:
    role = Role.MENTOR if pair.mentor_id == user.pk else Role.MENTEE
    return (pair, role, vars(pair)["held"], vars(pair)["contract_uid"])


def _read(user: User, now: datetime) -> list[OwnPair]:
    shared = Note.objects.filter(pairing=OuterRef("pk"), is_shared=True, removed_at=None)
    last = shared.order_by("-changed_at", "-pk")
    pairs = (
        _pairs_of(user)
        .select_related(*_FETCHED)
        .annotate(
            noted_at=Subquery(last.values("changed_at")[:1]),
            noted_by_id=Subquery(last.values(by=Coalesce("changed_by_id", "author_id"))[:1]),
            asks_fit=fit_waits(user, now),
        )
    )
    return [_own(pair, user) for pair in with_own_side(pairs, user)]


def _own(pair: Pairing, user: User) -> OwnPair:
    found = vars(pair)
    noted = (found["noted_at"], found["noted_by_id"])
    return OwnPair(*_named(pair, user), *noted, own_side(pair), asks_fit=found["asks_fit"])
