"""Goals that were agreed, what is said about them, and agreements that change."""

from collections.abc import Mapping
from datetime import datetime

from contracts.actions import offer
from contracts.actions.copying import copy_to_draft, write_part
from contracts.models import Goal, Version
from contracts.rules import VersionState
from contracts.rules.parts import GoalText
from goals.actions import answer_done, note_progress
from goals.queries import GoalNow, goals_in
from goals.rules import GoalState
from pairings.models import Pairing
from programs.rules import Role
from tests.contracts.agreements import make_in_force, sign_as

LINE = "canary-line: the forum answered twice"


def agree(pair: Pairing, now: datetime) -> Pairing:
    """Let both sign one goal each; return the pair as it is then."""
    make_in_force(pair, now)
    return Pairing.objects.with_people().get(pk=pair.pk)


def goal_of(pair: Pairing, owner: Role) -> Goal:
    """Return the first goal of a side in the agreement in force."""
    return Goal.objects.get(
        version__contract__pairing=pair,
        version__state__in=[VersionState.IN_FORCE, VersionState.ENDED],
        owner=owner,
        position=1,
    )


def now_of(pair: Pairing, owner: Role) -> GoalNow:
    """Return how far the first goal of a side is."""
    return next(goal for goal in goals_in(pair) if goal.owner == owner)


def say(pair: Pairing, owner: Role, state: GoalState, now: datetime, line: str = "") -> GoalState:
    """Let the owner say how far their first goal is."""
    goal, by = goal_of(pair, owner), pair.person_in(owner)
    return note_progress(goal=goal, by=by, state=state, line=line, now=now)


def answer(pair: Pairing, owner: Role, word: GoalState, now: datetime) -> GoalState:
    """Let the owner's partner answer."""
    by = pair.partner_of(pair.person_in(owner))
    return answer_done(goal=goal_of(pair, owner), by=by, answer=word, now=now)


def finish(pair: Pairing, owner: Role, now: datetime) -> None:
    """Let both say that a side's first goal is done."""
    say(pair, owner, GoalState.SAID_DONE, now)
    answer(pair, owner, GoalState.DONE, now)


def amend(pair: Pairing, goals: Mapping[Role, tuple[str, ...]], now: datetime) -> Version:
    """Let both sign a new text with these goals; sides that are not named keep theirs."""
    standing = Version.objects.with_pair().get(contract__pairing=pair, state=VersionState.IN_FORCE)
    draft = copy_to_draft(standing, now=now)
    for role, texts in goals.items():
        write_part(draft, role, tuple(GoalText(text) for text in texts))
    offered = offer(version=draft, by=pair.mentor, now=now)
    for person in (pair.mentor, pair.mentee):
        sign_as(offered, person, now)
    return Version.objects.get(pk=offered.pk)
