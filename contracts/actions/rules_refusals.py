"""Why an act on house rules is refused, in words for the person who asked."""

from django.utils.translation import gettext as _

from core.errors import Forbidden, Refusal, Stale


class RulesChanged(Stale):
    """Somebody published other house rules meanwhile, as version `number`."""

    def __init__(self, number: int) -> None:
        words = _("Version %(number)s was published while you were writing. Look at both.")
        super().__init__("rules_changed", words % {"number": number})
        self.number = number


def house_rules_blank() -> Refusal:
    """Rules must say something."""
    return Refusal("house_rules_blank", _("House rules cannot be empty."))


def house_rules_too_long(count: int, most: int) -> Refusal:
    """Rules must be read by a person."""
    words = _("House rules may have %(most)s characters; these have %(count)s.")
    return Refusal("house_rules_too_long", words % {"most": most, "count": count})


def not_the_sponsor() -> Forbidden:
    """House rules are signed for the company by who stands behind the program."""
    return Forbidden("not_the_sponsor", _("Only a sponsor of the program signs for the company."))


def rules_signed_already(name: str) -> Stale:
    """One signature for the company is enough."""
    return Stale("signed_already", _("%(name)s has signed this for the company.") % {"name": name})


def program_archived() -> Refusal:
    """Nothing changes in the archive."""
    return Refusal("archived", _("This program is in the archive. Nothing in it changes."))
