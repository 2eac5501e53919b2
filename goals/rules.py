"""How far a goal is, by whose word; and when a goal of a new text is still the one before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from core.difference import Change, differences
from core.states import StateTable, Step

LINE_LENGTH: Final = 200
# A goal of which more than this was kept is the same goal, worded anew.
KEPT_AT_LEAST: Final = 0.5


class GoalState(StrEnum):
    """How far a goal is. Done counts only by the word of both."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    SAID_DONE = "said_done"
    NOT_YET = "not_yet"
    DONE = "done"

    @property
    def owners(self) -> "GoalState":
        """What of it is the owner's own word: the partner's answer leaves it at "done"."""
        return _S.SAID_DONE if self in (_S.NOT_YET, _S.DONE) else self


_S = GoalState
OWN_WORDS: Final = (_S.NOT_STARTED, _S.UNDER_WAY, _S.SAID_DONE)
PARTNERS_WORDS: Final = (_S.DONE, _S.NOT_YET)
GOAL_LIFE: Final = StateTable(
    "Goal of an agreement in force",
    (
        Step("set back", (*PARTNERS_WORDS, _S.UNDER_WAY, _S.SAID_DONE), _S.NOT_STARTED, "owner"),
        Step("begin", (*PARTNERS_WORDS, _S.NOT_STARTED, _S.SAID_DONE), _S.UNDER_WAY, "owner"),
        Step("say done", (_S.NOT_STARTED, _S.UNDER_WAY, _S.NOT_YET), _S.SAID_DONE, "owner"),
        Step("notice", (_S.SAID_DONE, _S.NOT_YET), _S.DONE, "partner"),
        Step("not yet", (_S.SAID_DONE, _S.DONE), _S.NOT_YET, "partner"),
    ),
)


def after_owner(state: GoalState, word: GoalState) -> GoalState:
    """Return where a goal stands after its owner's word; "done" again leaves a done one done."""
    return state if state == _S.DONE and word == _S.SAID_DONE else word


def can_answer(state: GoalState, answer: GoalState) -> bool:
    """Say whether the partner can say this now, or has said it already."""
    act = "notice" if answer == _S.DONE else "not yet"
    return state == answer or GOAL_LIFE.allows(act, state)


@dataclass(frozen=True, slots=True)
class Wording:
    """A goal as one version says it; `key` names that row."""

    key: int
    text: str


@dataclass(frozen=True, slots=True)
class Followed:
    """One goal through the versions: its wordings, the oldest first.

    `is_left`: the text in force does not hold it any more.
    """

    wordings: tuple[Wording, ...]
    is_left: bool = False

    @property
    def latest(self) -> Wording:
        """How it was worded last."""
        return self.wordings[-1]


def followed(versions: Iterable[Sequence[Wording]]) -> list[Followed]:
    """Follow one side's goals through the versions that came into force, the oldest first.

    Those of the last version come first, in its order; then those left behind, the latest first.
    """
    known: list[Followed] = []
    for version in versions:
        before = _matches(known, version)
        now = [_continued(known, before.get(at), goal) for at, goal in enumerate(version)]
        kept = set(before.values())
        left = [each for at, each in enumerate(known) if at not in kept]
        known = [*now, *(replace(each, is_left=True) for each in left)]
    return known


def _continued(known: Sequence[Followed], at: int | None, goal: Wording) -> Followed:
    return Followed((*(known[at].wordings if at is not None else ()), goal))


@dataclass(slots=True)
class _Matches:
    """Which known goal each new one continues; each at most once."""

    of: dict[int, int] = field(default_factory=dict)

    def take(self, candidates: Iterable[tuple[int, int]]) -> None:
        """Take pairs of new and known goal in this order, as long as both are free."""
        for new, old in candidates:
            if new not in self.of and old not in self.of.values():
                self.of[new] = old


def _matches(known: Sequence[Followed], version: Sequence[Wording]) -> dict[int, int]:
    """Match the same words first, also of a goal left behind earlier; then those worded anew."""
    matches = _Matches()
    matches.take(_equal(known, version))
    matches.take(_alike(known, version, matches.of))
    return matches.of


def _equal(known: Sequence[Followed], version: Sequence[Wording]) -> Iterator[tuple[int, int]]:
    for new, goal in enumerate(version):
        for old, each in enumerate(known):
            if _plain(goal.text) == _plain(each.latest.text):
                yield new, old


def _alike(
    known: Sequence[Followed], version: Sequence[Wording], taken: dict[int, int]
) -> list[tuple[int, int]]:
    """Return who kept most first; of equals, who kept its place."""
    shares = [
        (kept_share(each.latest.text, goal.text), new == old, new, old)
        for new, goal in enumerate(version)
        for old, each in enumerate(known)
        if new not in taken and old not in taken.values() and not each.is_left
    ]
    ordered = sorted(shares, key=lambda each: (-each[0], not each[1], each[2], each[3]))
    return [(new, old) for share, _place, new, old in ordered if share > KEPT_AT_LEAST]


def kept_share(before: str, after: str) -> float:
    """Return how much of two texts is the same, word by word, from 0 to 1; spaces do not count."""
    pieces = differences(_plain(before), _plain(after))
    kept = sum(_weight(piece.text) for piece in pieces if piece.change == Change.KEPT)
    both = _weight(before) + _weight(after)
    return 2 * kept / both if both else 1.0


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _weight(text: str) -> int:
    return sum(len(word) for word in text.casefold().split())
