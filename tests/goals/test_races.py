"""Two at once about one goal: one outcome, nothing twice."""

from datetime import datetime
from functools import partial

import pytest

from core.models import AuditEvent
from goals.models import Progress
from goals.queries import counts_of
from goals.rules import GoalState
from pairings.models import Pairing
from programs.rules import Role
from tests.contracts.racing import refusals, run_together
from tests.goals.stage import amend, answer, now_of, say

pytestmark = pytest.mark.django_db(transaction=True)
MENTEE = Role.MENTEE


def test_a_double_click_is_one_word(signed: Pairing, now: datetime) -> None:
    act = partial(say, signed, MENTEE, GoalState.SAID_DONE, now)
    assert refusals(run_together(act, act, act)) == []
    assert Progress.objects.count() == 1


def test_noticed_twice_at_once_counts_once(signed: Pairing, now: datetime) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    before = Pairing.objects.get(pk=signed.pk).revision
    act = partial(answer, signed, MENTEE, GoalState.DONE, now)
    assert refusals(run_together(act, act)) == []
    assert AuditEvent.objects.filter(verb="goal done").count() == 1
    assert Pairing.objects.get(pk=signed.pk).revision == before + 1


def test_taken_back_while_the_partner_notices_is_not_done(signed: Pairing, now: datetime) -> None:
    say(signed, MENTEE, GoalState.SAID_DONE, now)
    results = run_together(
        partial(say, signed, MENTEE, GoalState.UNDER_WAY, now),
        partial(answer, signed, MENTEE, GoalState.DONE, now),
    )
    assert refusals(results) in ([], ["not_said"])
    assert now_of(signed, MENTEE).state == GoalState.UNDER_WAY
    assert counts_of([signed])[signed.pk].done == 0


def test_a_word_while_a_new_text_comes_into_force_is_not_lost(
    signed: Pairing, now: datetime
) -> None:
    results = run_together(
        partial(say, signed, MENTEE, GoalState.UNDER_WAY, now),
        partial(amend, signed, {Role.MENTOR: ("Meet the board",)}, now),
    )
    assert refusals(results) == []
    assert now_of(signed, MENTEE).state == GoalState.UNDER_WAY
