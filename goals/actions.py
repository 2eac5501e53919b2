"""A side says how far its own goal is; it is done once the partner has noticed it too."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contracts.models import Goal
from contracts.rules.text import tidy_line
from core import audit
from core.canonical import RefusedCharacter
from core.errors import Forbidden, Refusal, Stale
from goals.models import Progress
from goals.queries import GoalNow, goals_in
from goals.rules import (
    LINE_LENGTH,
    OWN_WORDS,
    PARTNERS_WORDS,
    GoalState,
    after_owner,
    can_answer,
)
from pairings.actions import bump_revision, lock_pair
from pairings.models import Pairing
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class _Turn:
    """One side's word about a goal of a pair whose row is locked."""

    pairing: Pairing
    goal: GoalNow
    by: User
    role: Role
    now: datetime

    @property
    def owner(self) -> str:
        """Whose goal it is, by first name."""
        return self.pairing.person_in(self.goal.owner).first_name


@transaction.atomic
def note_progress(
    *, goal: Goal, by: User, state: GoalState, line: str = "", now: datetime
) -> GoalState:
    """Say how far an own goal is, with a line for the two; returns where it stands then.

    The same word again changes nothing. Refusals: `not_yours` (403), `not_live`, `not_agreed`,
    `too_long`, `character`.
    """
    turn = _begin(goal, by, now)
    if turn.goal.owner != turn.role:
        words = _("%(name)s says how far this is. You say whether you noticed it.")
        raise Forbidden("not_yours", words % {"name": turn.owner})
    # What was said to be done before it was replaced can still be taken back.
    if turn.goal.is_left and turn.goal.state.owners != GoalState.SAID_DONE:
        raise Stale("not_agreed", _("This goal is not part of your agreement any more."))
    if state not in OWN_WORDS:
        raise ValueError(state)
    return _say(turn, after_owner(turn.goal.state, state), _tidy(line))


@transaction.atomic
def answer_done(*, goal: Goal, by: User, answer: GoalState, now: datetime) -> GoalState:
    """Say of the partner's goal, which they called done, that one noticed it, or not yet.

    Either answer can be changed later. Refusals: `not_yours` (403), `not_live`, `not_said`.
    """
    turn = _begin(goal, by, now)
    if turn.goal.owner == turn.role:
        words = _("This is your own goal. Your partner says whether they noticed it.")
        raise Forbidden("not_yours", words)
    if answer not in PARTNERS_WORDS:
        raise ValueError(answer)
    if not can_answer(turn.goal.state, answer):
        words = _("%(name)s does not call this done any more.")
        raise Stale("not_said", words % {"name": turn.owner})
    return _say(turn, answer, "")


def _begin(goal: Goal, by: User, now: datetime) -> _Turn:
    pairing = lock_pair(goal.version.contract.pairing)
    role = pairing.role_of(by)
    if role is None:
        raise Forbidden("not_a_partner", _("Only the two of the pair can do this."))
    if not pairing.is_live:
        raise Stale("not_live", _("This pair has ended. What you said about your goals stays."))
    found = next((each for each in goals_in(pairing) if goal.pk in each.ids), None)
    if found is None:
        raise Stale("not_agreed", _("This goal is not part of an agreement that you both signed."))
    return _Turn(pairing, found, by, role, now)


def _tidy(line: str) -> str:
    try:
        tidied = tidy_line(line)
    except RefusedCharacter as error:
        words = _("This text holds a character that cannot be kept. Leave it out.")
        raise Refusal("character", words) from error
    if len(tidied) > LINE_LENGTH:
        excess = len(tidied) - LINE_LENGTH
        raise Refusal("too_long", _("This is %(count)d characters too long.") % {"count": excess})
    return tidied


def _say(turn: _Turn, state: GoalState, line: str) -> GoalState:
    goal = turn.goal
    if state == goal.state and (not line or line == _last_line(turn)):
        return state
    Progress.objects.create(
        goal_id=goal.ids[-1], role=turn.role, state=state, line=line, at=turn.now
    )
    _leave_traces(turn, state)
    return state


def _last_line(turn: _Turn) -> str:
    own = Progress.objects.filter(goal__in=turn.goal.ids, role=turn.role)
    return own.order_by("-pk").values_list("line", flat=True).first() or ""


def _leave_traces(turn: _Turn, state: GoalState) -> None:
    """Let it be known outside when the number of goals that are done changes, and nothing else.

    Who of the two took a "done" back, and that somebody said "not yet", is theirs alone.
    """
    is_done = state == GoalState.DONE
    if is_done == turn.goal.is_done:
        return
    verb = "goal done" if is_done else "goal open again"
    subject = ("goal", turn.goal.uid)
    audit.record(verb, subject, by=None, now=turn.now, as_program=True)
    bump_revision(turn.pairing)
