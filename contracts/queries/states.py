"""How far an agreement is: for the pair with who signed, for HR with no word of its text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from contracts.models import Contract, Version
from contracts.rules import VersionState
from pairings.models import Pairing
from programs.rules import Cadence, Role

NONE = "none"
_SHOWN = (VersionState.DRAFT, VersionState.OFFERED, VersionState.IN_FORCE, VersionState.ENDED)


@dataclass(frozen=True, slots=True)
class AgreementState:
    """`state` is none, draft, offered, in_force or ended; one in force outweighs a draft beside."""

    state: str = NONE
    version: int = 0
    offered_by: Role | None = None
    offered_at: datetime | None = None
    signed_by: frozenset[Role] = frozenset()
    in_force_at: datetime | None = None
    review_on: date | None = None
    next_state: str = ""

    @property
    def is_in_force(self) -> bool:
        """Both have signed, and it holds."""
        return self.state == VersionState.IN_FORCE


@dataclass(frozen=True, slots=True)
class HrSummary:
    """What the program team learns of an agreement."""

    state: str = NONE
    version: int = 0
    cadence: Cadence | None = None
    minutes: int = 0
    offered_at: datetime | None = None
    in_force_at: datetime | None = None
    review_on: date | None = None
    ends_on: date | None = None


def agreement_state(pairing: Pairing) -> AgreementState:
    """Return how far the agreement of one pair is."""
    return agreement_states([pairing]).get(pairing.pk, AgreementState())


def agreement_states(pairings: Iterable[Pairing]) -> dict[int, AgreementState]:
    """Return how far agreements are, by pair, in three queries; pairs without one are left out."""
    return {pair.pk: _state(pair, versions) for pair, versions in _with_versions(pairings)}


def summary_for_hr(pairing: Pairing) -> HrSummary:
    """Return what HR may know of one pair's agreement."""
    return summaries_for_hr([pairing]).get(pairing.pk, HrSummary())


def summaries_for_hr(pairings: Iterable[Pairing]) -> dict[int, HrSummary]:
    """Return what HR may know, by pair, in three queries; pairs without one are left out."""
    return {pair.pk: _summary(_standing(versions)) for pair, versions in _with_versions(pairings)}


def _with_versions(pairings: Iterable[Pairing]) -> Iterator[tuple[Pairing, list[Version]]]:
    pairs = {pairing.pk: pairing for pairing in pairings}
    versions = (
        Version.objects.filter(state__in=_SHOWN)
        .defer("document", "place", "agenda_habit", "notice", "comment")
        .order_by("number")
        .prefetch_related("signatures")
    )
    contracts = Contract.objects.filter(pairing__in=pairs).prefetch_related(
        Prefetch("versions", queryset=versions)
    )
    for contract in contracts:
        shown = list(contract.versions.all())
        if shown:
            yield pairs[contract.pairing_id], shown


def _standing(versions: list[Version]) -> Version:
    return ([version for version in versions if version.in_force_at] or versions)[-1]


def _state(pair: Pairing, versions: list[Version]) -> AgreementState:
    version = _standing(versions)
    return AgreementState(
        state=version.state,
        version=version.number,
        offered_by=offering_role(version, pair),
        offered_at=version.offered_at,
        signed_by=frozenset(Role(signature.role) for signature in version.signatures.all()),
        in_force_at=version.in_force_at,
        review_on=version.review_on,
        next_state="" if versions[-1] is version else versions[-1].state,
    )


def offering_role(version: Version, pair: Pairing) -> Role | None:
    """Return the side that offered a version; None while nobody has."""
    sides = {pair.mentor_id: Role.MENTOR, pair.mentee_id: Role.MENTEE}
    return sides.get(version.offered_by_id or 0)


def _summary(version: Version) -> HrSummary:
    return HrSummary(
        state=version.state,
        version=version.number,
        cadence=Cadence(version.cadence),
        minutes=version.minutes,
        offered_at=version.offered_at,
        in_force_at=version.in_force_at,
        review_on=version.review_on,
        ends_on=version.ends_on,
    )
