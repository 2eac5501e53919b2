"""House rules that are newer than a pair's agreement in force, which they never touch."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from accounts.models import User
from contracts.models import Contract, HouseRules, RulesLeft, Version
from contracts.queries.house_rules import changes_since, latest_house_rules
from contracts.rules import VersionState
from core.difference import Segment
from pairings.models import Pairing
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class NewerRules:
    """What is new: `ours` stand under the agreement in force, `newest` are of today.

    `is_left`: the reader leaves theirs as it is. `is_taken_up`: a text with the newest rules is in
    the making already.
    """

    ours: HouseRules
    newest: HouseRules
    is_left: bool
    is_taken_up: bool

    @property
    def segments(self) -> tuple[Segment, ...]:
        """What the newest rules change of those that the two signed."""
        return changes_since(self.ours, self.newest.text)


def newer_rules(contract: Contract, reader: User) -> NewerRules | None:
    """Return the rules that a pair may take up; None when theirs are the newest, or none count."""
    standing = contract.versions.filter(state=VersionState.IN_FORCE)
    version = standing.select_related("house_rules").first()
    newest = latest_house_rules(contract.pairing.program)
    if version is None or newest is None or newest.number <= version.house_rules.number:
        return None
    left = RulesLeft.objects.filter(user=reader, contract=contract, rules=newest)
    return NewerRules(
        version.house_rules,
        newest,
        is_left=left.exists(),
        is_taken_up=contract.versions.in_the_making().exists(),
    )


def with_newer_rules(versions: QuerySet[Version], pairing: Pairing) -> QuerySet[Version]:
    """Add to versions of a pair what `offers_newer_rules` reads, in the same query."""
    newest = HouseRules.objects.filter(program=pairing.program_id).order_by("-number")
    number = newest.values("number")[:1]
    left = RulesLeft.objects.filter(contract=OuterRef("contract"), rules__number=Subquery(number))
    sides = {
        f"{role}_left_rules": Exists(left.filter(user=pairing.person_in(role))) for role in Role
    }
    return versions.annotate(
        rules_number=F("house_rules__number"), newest_rules_number=Subquery(number), **sides
    )


def offers_newer_rules(versions: Iterable[Version], role: Role) -> bool:
    """Say whether a side is shown on home that there are newer rules: nothing is under way yet."""
    found = {version.state: vars(version) for version in versions}
    standing = found.get(VersionState.IN_FORCE)
    if standing is None or VersionState.DRAFT in found or VersionState.OFFERED in found:
        return False
    is_older = standing["rules_number"] < (standing["newest_rules_number"] or 0)
    return is_older and not standing[f"{role}_left_rules"]
