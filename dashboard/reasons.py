"""Why something needs a person, and the one thing to do about it, in HR's words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.actions.alarms import LEDGER_ITEM
from meetings.actions.outcome import CHECK_IN
from pairings.actions.items import INVALID_PAIR, NEXT_PARTNER, NOTHING_TO_ANNOUNCE, POWER_CLAUSE
from pairings.rules import Rule
from pulse.actions.draw import TALK_ITEM
from reminders.actions.sweep import ITEM_KIND
from reminders.rules.steps import ItemCause

RHYTHM = ITEM_KIND
RULE_LABELS: dict[str, Promise] = {
    Rule.LEVEL_UNKNOWN: gettext_lazy("a level is not known"),
    Rule.LEVEL_GAP: gettext_lazy("their levels are too close"),
    Rule.REPORTING_LINE: gettext_lazy("they stand in one reporting line"),
    Rule.REPORTS_TO_DIRECT_REPORT: gettext_lazy("the mentor reports to a report of the mentee"),
    Rule.NOT_ACTIVE: gettext_lazy("one of them has left"),
    Rule.NOT_ENROLLED: gettext_lazy("one of them has no place in the program"),
    Rule.NEVER_MATCH: gettext_lazy("a coordinator keeps them apart"),
    Rule.NO_SHARED_LANGUAGE: gettext_lazy("they share no language"),
}
_CAUSES: dict[str, Promise] = {
    ItemCause.STALLED: gettext_lazy("Stalled: reminders alone did not help."),
    ItemCause.LONG_PAST_DUE: gettext_lazy("Ten days past the due date, nothing planned."),
    ItemCause.NO_FIRST_DATE: gettext_lazy("Two weeks together, and no first date yet."),
}
_KINDS: dict[str, Promise] = {
    CHECK_IN: gettext_lazy("A short check-in with both would help."),
    NEXT_PARTNER: gettext_lazy("Enrolled, and without a partner again."),
    NOTHING_TO_ANNOUNCE: gettext_lazy(
        "The day of the announcement has come and no pair is fixed. Choose another day."
    ),
    TALK_ITEM: gettext_lazy("People to talk to this week: names, no reasons."),
    LEDGER_ITEM: gettext_lazy(
        "The record of signed agreements does not verify. Call whoever runs this server."
    ),
    POWER_CLAUSE: gettext_lazy("Now in one reporting line, within six months of the end."),
}
_ITEM_OF_THE_PROGRAM = {TALK_ITEM: "dashboard:list-talks"}
_STEP_IN = gettext_lazy("Step in")
_ACTS: dict[str, Promise] = {
    NEXT_PARTNER: gettext_lazy("Find a match"),
    TALK_ITEM: gettext_lazy("See the names"),
}


def why_of(kind: str, facts: Mapping[str, Any]) -> str:
    """Return the reason of an action item in one sentence."""
    if kind == RHYTHM:
        return str(_CAUSES.get(facts.get("cause", ""), _("Out of rhythm.")))
    if kind == TALK_ITEM and "by" in facts:
        day = date_format(date.fromisoformat(facts["by"]), "j M")
        return _("People to talk to by %(day)s: names, no reasons.") % {"day": day}
    if kind == INVALID_PAIR:
        named = (RULE_LABELS.get(rule) for rule in facts.get("rules", ()))
        rules = "; ".join(str(label) for label in named if label)
        return _("No valid pair any more: %(rules)s.") % {"rules": rules or _("a rule is broken")}
    return str(_KINDS.get(kind, _("Needs a look.")))


def page_of_program(kind: str) -> str:
    """Return which page of a program an item about no person leads to."""
    return _ITEM_OF_THE_PROGRAM.get(kind, "dashboard:show-program")


def act_of(kind: str) -> str:
    """Return what the one button of an action item says."""
    return str(_ACTS.get(kind, _STEP_IN))
