"""Sealed consents: each answers alone, and only two yeses are ever known to the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ConsentKind(StrEnum):
    """What is asked. The first three need both; the others bind only who says them."""

    SHARE_GOALS = "share_goals"
    EXTEND = "extend"
    STAY_IN_TOUCH = "stay_in_touch"
    NEW_PARTNER = "new_partner"
    DONE = "done"


class Answer(StrEnum):
    """What one of the two said; who says nothing has no answer."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


_K = ConsentKind
OF_TWO = frozenset({_K.SHARE_GOALS, _K.EXTEND, _K.STAY_IN_TOUCH})
# Asked when a pair concludes; an extension asks all of them anew at the next end.
WISHES = (_K.EXTEND, _K.STAY_IN_TOUCH, _K.NEW_PARTNER, _K.DONE)
# Months that a pair may add.
EXTENSIONS = (3, 6)
BOTH = 2


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of one person; `months`: how long they would extend, else 0."""

    person: int
    kind: ConsentKind
    answer: Answer
    months: int = 0


def is_revealed(kind: ConsentKind, given: Iterable[Given]) -> bool:
    """Say whether both said yes: the one thing that may be known of two answers."""
    return kind in OF_TWO and len(_yes_to(kind, given)) == BOTH


def agreed_months(given: Iterable[Given]) -> int:
    """Return by how many months both extend: the shorter wish, or 0 where one did not say yes."""
    yes = _yes_to(_K.EXTEND, given)
    return min(yes.values()) if len(yes) == BOTH else 0


def _yes_to(kind: ConsentKind, given: Iterable[Given]) -> dict[int, int]:
    said_yes = (each for each in given if each.kind == kind and each.answer == Answer.YES)
    return {each.person: each.months for each in said_yes}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person may know: their own answers, and what both said yes to."""

    own: Mapping[ConsentKind, Given]
    revealed: frozenset[ConsentKind]

    def answer_to(self, kind: ConsentKind) -> Answer | None:
        """Return the own answer, or None when there is none."""
        given = self.own.get(kind)
        return given.answer if given else None

    def said_yes_to(self, kind: ConsentKind) -> bool:
        """Whether this person said yes."""
        return self.answer_to(kind) == Answer.YES


def seen_by(person: int, given: Iterable[Given]) -> Seen:
    """Return what a person may know of all answers in a pair; nothing else leaves this module."""
    every = list(given)
    return Seen(
        own={each.kind: each for each in every if each.person == person},
        revealed=frozenset(kind for kind in OF_TWO if is_revealed(kind, every)),
    )
