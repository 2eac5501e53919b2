"""The house rules of a program: their text, who signed them for the company, what is newer."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from contracts.models import HouseRules, RulesSignature, Version
from contracts.rules import VersionState
from contracts.rules.rules_changes import readable_changes
from core.difference import Segment
from core.prose import as_html
from programs.models import Program, ProgramStaff
from programs.registry import RulesShown
from programs.rules import ProgramState, StaffRole


def latest_house_rules(program: Program) -> HouseRules | None:
    """Return the version that new agreements take; None when the program has none yet."""
    found = HouseRules.objects.filter(program=program).select_related("signature")
    return found.order_by("-number").first()


def house_rules_shown(program: Program) -> RulesShown | None:
    """Return the current rules for the enrollment pages; None without rules."""
    rules = latest_house_rules(program)
    if rules is None:
        return None
    signature = company_signature(rules)
    if signature is None:
        return RulesShown(html_of(rules))
    return RulesShown(html_of(rules), signature.typed_name, signature.signed_at)


def html_of(rules: HouseRules) -> SafeString:
    """Return a version of the rules as clean HTML."""
    return clean_html(rules.text)


def clean_html(text: str) -> SafeString:
    """Return a text as HR writes it as clean HTML."""
    return mark_safe(as_html(text))  # noqa: S308 -- parsed without HTML, then cleaned by nh3


def company_signature(rules: HouseRules) -> RulesSignature | None:
    """Return the sponsor's signature under these rules; None while nobody signed."""
    try:
        return rules.signature
    except ObjectDoesNotExist:
        return None


def version_before(rules: HouseRules) -> HouseRules | None:
    """Return the version that these rules replaced."""
    return HouseRules.objects.filter(program=rules.program_id, number=rules.number - 1).first()


def changes_since(before: HouseRules | None, text: str) -> tuple[Segment, ...]:
    """Return the places where a text differs from an earlier version; nothing without one."""
    return readable_changes(before.text, text) if before else ()


def sponsors_of(program: Program) -> list[User]:
    """Return who signs for the company: the sponsors of a program who are still here."""
    staff = ProgramStaff.objects.filter(program=program, role=StaffRole.SPONSOR)
    found = staff.select_related("user").order_by("user__display_name", "pk")
    return [member.user for member in found if member.user.is_here]


def rules_waiting_for(sponsor: User) -> list[HouseRules]:
    """Return the current rules that a sponsor's programs have and nobody signed, in one query.

    Programs that are over ask for nothing any more.
    """
    own = Program.objects.sponsored_by(sponsor).filter(archived_at=None)
    newest = HouseRules.objects.filter(program=OuterRef("program")).order_by("-number")
    waiting = HouseRules.objects.filter(
        program__in=own.exclude(state=ProgramState.CLOSED).values("pk"),
        signature=None,
        number=Subquery(newest.values("number")[:1]),
    )
    return list(waiting.select_related("program").order_by("published_at", "pk"))


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """A published version in HR's list; `in_force` agreements stand under it, in all pairs."""

    rules: HouseRules
    signature: RulesSignature | None
    in_force: int


def rules_versions(program: Program) -> list[RulesVersion]:
    """Return every version of a program's rules, the newest first, in two queries."""
    found = HouseRules.objects.filter(program=program).select_related("signature", "published_by")
    standing = (
        Version.objects.filter(house_rules__program=program, state=VersionState.IN_FORCE)
        .order_by()
        .values_list("house_rules_id")
        .annotate(number=Count("pk"))
    )
    in_force = dict(standing)
    return [
        RulesVersion(rules, company_signature(rules), in_force.get(rules.pk, 0))
        for rules in found.order_by("-number")
    ]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many agreements a new version meets: those it leaves alone, and drafts that take it."""

    in_force: int
    offered: int
    drafts: int


def reach_of_new_rules(program: Program) -> Reach:
    """Count the agreements of live pairs that a new version would meet, in one query."""
    versions = Version.objects.filter(contract__pairing__program=program)
    return Reach(
        **versions.aggregate(
            in_force=Count("pk", filter=Q(state=VersionState.IN_FORCE)),
            offered=Count("pk", filter=Q(state=VersionState.OFFERED)),
            drafts=Count("pk", filter=Q(state=VersionState.DRAFT)),
        )
    )
