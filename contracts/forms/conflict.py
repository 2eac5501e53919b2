"""Two people wrote at once: what differs, both versions in words, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.queries.wording import terms_in_words
from contracts.rules.parts import OwnPart, SharedTerms
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions say differently; `typed` is None where the person left it."""

    label: str | Promise
    typed: str | None
    saved: str


def differing_terms(
    typed: SharedTerms, shown: SharedTerms, saved: SharedTerms, names: dict[Role, str]
) -> list[Difference]:
    """Return where what was typed and what is saved differ."""
    mine, before, theirs = (terms_in_words(terms, names) for terms in (typed, shown, saved))
    return [
        Difference(label, words if words != before[label] else None, theirs[label])
        for label, words in mine.items()
        if words != theirs[label]
    ]


def differing_goals(typed: OwnPart, saved: OwnPart) -> list[Difference]:
    """Return both states of one's own part, which another window changed."""
    return [Difference(_("Your part"), "\n".join(_lines(typed)), "\n".join(_lines(saved)))]


def _lines(part: OwnPart) -> Iterator[str]:
    for goal in part:
        yield goal.text
        if goal.sign_of_success:
            yield goal.sign_of_success
