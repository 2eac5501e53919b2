"""The pairs of the person who reads: read once a request, for the navigation and the page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
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
class OwnPair:
    """A pair of the reader.

    `contract_uid`: of their agreement, once begun. `noted_at`, `noted_by_id`: the last word in a
    note both can read. `side`: what the reader answered about the pair, and what both said yes to.
    `asks_fit`: a private question waits for the reader.
    """

    pairing: Pairing
    role: Role
    held: int
    contract_uid: UUID | None
    noted_at: datetime | None
    noted_by_id: int | None
    side: OwnSide
    asks_fit: bool

    @property
    def is_live(self) -> bool:
        """Whether it is running."""
        return self.pairing.is_live

    @property
    def is_former(self) -> bool:
        """Whether it ran and is over."""
        return self.pairing.state in FORMER

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
    """Return every pair of the reader that is open or was live, newest first, in one query.

    It also says whether they work for a program: if not, HR's navigation need not ask that again.
    """
    kept = vars(request)
    if "own_pairs" not in kept:
        user = request.user
        kept["own_pairs"] = _read(user, now) if isinstance(user, User) else []
        if any(not vars(own.pairing)["has_staff_role"] for own in kept["own_pairs"]):
            kept["staff_roles"] = frozenset()
    found: list[OwnPair] = kept["own_pairs"]
    return found


def _read(user: User, now: datetime) -> list[OwnPair]:
    shared = Note.objects.filter(pairing=OuterRef("pk"), is_shared=True, removed_at=None)
    last = shared.order_by("-changed_at", "-pk")
    found = (
        Pairing.objects.known_to(user)
        .filter(state__in=_SHOWN)
        .select_related(*_FETCHED)
        .annotate(
            held=Count("meetings", filter=Q(meetings__state=HELD)),
            noted_at=Subquery(last.values("changed_at")[:1]),
            noted_by_id=Subquery(last.values(by=Coalesce("changed_by_id", "author_id"))[:1]),
            asks_fit=fit_waits(user, now),
            contract_uid=F("contract__uid"),
            has_staff_role=Exists(ProgramStaff.objects.filter(user=user)),
        )
    )
    sided = with_own_side(found, user)
    return [_own(pair, user) for pair in sided.order_by("-proposed_at", "-pk")]


def _own(pair: Pairing, user: User) -> OwnPair:
    role = Role.MENTOR if pair.mentor_id == user.pk else Role.MENTEE
    found = vars(pair)
    noted = (found["noted_at"], found["noted_by_id"])
    return OwnPair(
        pair,
        role,
        found["held"],
        found["contract_uid"],
        *noted,
        own_side(pair),
        asks_fit=found["asks_fit"],
    )
