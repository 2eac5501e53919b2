"""The house rules of a program."""

from django.utils.safestring import SafeString, mark_safe

from contracts.models import HouseRules
from core.prose import as_html
from programs.models import Program


def latest_house_rules(program: Program) -> HouseRules | None:
    """Return the version that new agreements take; None when the program has none yet."""
    return HouseRules.objects.filter(program=program).order_by("-number").first()


def house_rules_html(program: Program) -> str:
    """Return the current rules as clean HTML for the enrollment pages; empty without rules."""
    rules = latest_house_rules(program)
    return html_of(rules) if rules else ""


def html_of(rules: HouseRules) -> SafeString:
    """Return a version of the rules as clean HTML."""
    return mark_safe(as_html(rules.text))  # noqa: S308 -- parsed without HTML, then cleaned by nh3
