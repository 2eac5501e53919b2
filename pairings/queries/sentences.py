"""A broken rule in a sentence with names, for the coordinator who asked."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from pairings.rules import Between, Candidate, Rule
from programs.rules import Role

Side = tuple[User, Candidate]


def sentence(rule: Rule, mentor: Side, mentee: Side, between: Between) -> str:
    """Say why this rule stands in the way of these two."""
    for_a_side = _OF_ONE_SIDE.get(rule)
    if for_a_side is not None:
        return " ".join(filter(None, (for_a_side(*mentor), for_a_side(*mentee))))
    facts = {
        "mentor": mentor[0].display_name,
        "mentee": mentee[0].display_name,
        "mentor_level": mentor[1].level,
        "mentee_level": mentee[1].level,
        "gap": between.min_level_gap,
    }
    return _of_two(rule, between.min_level_gap) % facts


def _of_two(rule: Rule, gap: int) -> str:
    if rule == Rule.LEVEL_GAP:
        return ngettext(
            "%(mentor)s (level %(mentor_level)d) is not %(gap)d level below %(mentee)s"
            " (level %(mentee_level)d). The mentor is the junior one.",
            "%(mentor)s (level %(mentor_level)d) is not %(gap)d levels below %(mentee)s"
            " (level %(mentee_level)d). The mentor is the junior one.",
            gap,
        )
    return {
        Rule.SAME_PERSON: _("Mentor and mentee are the same person, %(mentor)s."),
        Rule.REPORTING_LINE: _("%(mentor)s and %(mentee)s are in the same reporting line."),
        Rule.REPORTS_TO_DIRECT_REPORT: _(
            "%(mentor)s reports to somebody who reports to %(mentee)s."
        ),
        Rule.ALREADY_PAIRED: _(
            "%(mentor)s and %(mentee)s already have a pair or a proposal in this program."
        ),
        Rule.NEVER_MATCH: _("A coordinator keeps %(mentor)s and %(mentee)s apart."),
        Rule.NO_SHARED_LANGUAGE: _("%(mentor)s and %(mentee)s share no language."),
    }[rule]


def _level_unknown(user: User, side: Candidate) -> str:
    if side.level is not None:
        return ""
    return _("The level of %(name)s is not known.") % {"name": user.display_name}


def _not_active(user: User, side: Candidate) -> str:
    if side.is_active:
        return ""
    return _("%(name)s has left or is switched off.") % {"name": user.display_name}


def _not_enrolled(user: User, side: Candidate) -> str:
    if side.is_enrolled:
        return ""
    if side.role == Role.MENTOR:
        text = _("%(name)s has no place as a mentor in this program.")
    else:
        text = _("%(name)s has no place as a mentee in this program.")
    return text % {"name": user.display_name}


def _not_available(user: User, side: Candidate) -> str:
    if side.is_available:
        return ""
    return _("%(name)s takes no new partner now.") % {"name": user.display_name}


def _capacity(user: User, side: Candidate) -> str:
    return "" if side.open_pairs < side.capacity else capacity_sentence(user, side.capacity)


def capacity_sentence(user: User, capacity: int) -> str:
    """Say that somebody takes no more pairs than they have, or would have."""
    return ngettext(
        "%(name)s takes %(capacity)d pair at once and has it, proposals included.",
        "%(name)s takes %(capacity)d pairs at once and has them, proposals included.",
        capacity,
    ) % {"name": user.display_name, "capacity": capacity}


_OF_ONE_SIDE: dict[Rule, Callable[[User, Candidate], str]] = {
    Rule.LEVEL_UNKNOWN: _level_unknown,
    Rule.NOT_ACTIVE: _not_active,
    Rule.NOT_ENROLLED: _not_enrolled,
    Rule.NOT_AVAILABLE: _not_available,
    Rule.CAPACITY: _capacity,
}
