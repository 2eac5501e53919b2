"""What the two agreed, as their own page shows it: read from the signed bytes, in one query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from contracts.models import Signature, Version
from contracts.queries import terms_from
from contracts.queries.moving import Moves, moves_of, with_moves
from contracts.queries.new_rules import offers_newer_rules, with_newer_rules
from contracts.queries.reading import SignedText, text_of
from contracts.rules import VersionState
from goals.queries import GoalNow, goals_of, with_goals
from meetings.queries import MeetingDefaults
from pairings.models import Pairing
from programs.cadence import Terms
from programs.rules import Cadence, Role

_OPEN = (VersionState.DRAFT, VersionState.OFFERED)
_STOOD = (VersionState.IN_FORCE, VersionState.ENDED)
_READ = (*_OPEN, *_STOOD, VersionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Goal:
    """What one side wants, whose it is, and how far it is."""

    text: str
    owner: str
    role: Role
    now: GoalNow | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far the agreement is, and its text once both signed.

    `known_goals`: also those that an amendment left behind. `signed_at` is by side. `terms`: which
    cadence applied from when. `usual`: how long and where they meet by what is in force; None
    before. `newer_rules_for`: the sides that may want to look at newer house rules.
    """

    state: str
    goals: tuple[Goal, ...]
    known_goals: tuple[GoalNow, ...]
    rhythm: str
    signed_at: dict[Role, datetime]
    terms: list[Terms]
    usual: MeetingDefaults | None
    newer_rules_for: frozenset[Role]
    moves: Moves

    @property
    def is_in_force(self) -> bool:
        """Whether both have signed, and it holds."""
        return self.state == VersionState.IN_FORCE

    @property
    def is_offered(self) -> bool:
        """Whether it waits for signatures."""
        return self.state == VersionState.OFFERED

    def waits_for(self, role: Role) -> bool:
        """Say whether the next step is this side's: to write, to send or to sign."""
        return not self.is_in_force and role not in self.signed_at


def agreed_by(pairing: Pairing) -> Agreed:
    """Return what stands between the two; what both signed outweighs a draft beside it."""
    versions = list(_versions(pairing))
    standing = _standing(versions)
    text = text_of(standing) if standing and standing.in_force_at else None
    known = tuple(goals_of(versions))
    return Agreed(
        state=standing.state if standing else "",
        goals=tuple(_goals(text, pairing, known)) if text else (),
        known_goals=known,
        rhythm=text.rhythm if text else "",
        signed_at=_signed_at(standing) if standing else {},
        terms=terms_from(pairing, _in_force(versions)),
        usual=MeetingDefaults(standing.minutes, standing.channel) if text and standing else None,
        newer_rules_for=frozenset(role for role in Role if offers_newer_rules(versions, role)),
        moves=moves_of(versions),
    )


def _versions(pairing: Pairing) -> QuerySet[Version]:
    signatures = Signature.objects.filter(version=OuterRef("pk")).values("signed_at")
    at = {f"{role}_signed_at": Subquery(signatures.filter(role=role)) for role in Role}
    found = Version.objects.filter(contract__pairing=pairing, state__in=_READ)
    found = with_moves(with_goals(found.annotate(**at)))
    return with_newer_rules(found, pairing).order_by("number")


def _standing(versions: list[Version]) -> Version | None:
    stood = [version for version in versions if version.state in _STOOD and version.in_force_at]
    in_the_making = [version for version in versions if version.state in _OPEN]
    return next(reversed(stood or in_the_making), None)


def _goals(text: SignedText, pairing: Pairing, known: Iterable[GoalNow]) -> Iterator[Goal]:
    """Yield the goals in the words that were signed."""
    far = {(goal.owner, goal.position): goal for goal in known if not goal.is_left}
    for side in text.sides:
        owner = pairing.person_in(side.role).first_name
        for position, goal in enumerate(side.goals, 1):
            yield Goal(goal.text, owner, side.role, far.get((side.role, position)))


def _signed_at(version: Version) -> dict[Role, datetime]:
    found = {role: getattr(version, f"{role}_signed_at") for role in Role}
    return {role: at for role, at in found.items() if at is not None}


def _in_force(versions: list[Version]) -> list[tuple[Cadence, datetime]]:
    begun = [(v.in_force_at, Cadence(v.cadence)) for v in versions if v.in_force_at]
    return [(cadence, at) for at, cadence in sorted(begun, key=lambda each: each[0])]
