"""What each side's word does: own goals are moved by their owner, done counts by both."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contracts.models import Goal
from core.errors import Refusal
from core.models import AuditEvent
from goals.actions import answer_done, note_progress
from goals.models import Progress
from goals.queries import Count, GoalCounts, counts_of, goal_rows, goals_in
from goals.rules import LINE_LENGTH, GoalState
from lifecycle.actions import end_pair
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import EndReason, PairState
from programs.rules import Role
from tests import builders
from tests.contracts.agreements import MENTEE_GOAL, make_draft
from tests.goals.stage import LINE, agree, amend, answer, finish, goal_of, now_of, say

HOUR = timedelta(hours=1)
NOT_STARTED, UNDER_WAY = GoalState.NOT_STARTED, GoalState.UNDER_WAY
SAID_DONE, NOT_YET, DONE = GoalState.SAID_DONE, GoalState.NOT_YET, GoalState.DONE
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE


def done_of(pair: Pairing) -> tuple[Count, Count]:
    """Return the counts of mentee and mentor."""
    found = counts_of([pair]).get(pair.pk, GoalCounts())
    return found.mentee, found.mentor


def revision_of(pair: Pairing) -> int:
    """Return the pair's revision as it is stored."""
    return Pairing.objects.values_list("revision", flat=True).get(pk=pair.pk)


def test_a_goal_begins_as_not_started(signed: Pairing) -> None:
    assert [goal.state for goal in goals_in(signed)] == [NOT_STARTED, NOT_STARTED]
    assert [goal.owner for goal in goals_in(signed)] == [MENTEE, MENTOR]


def test_before_both_have_signed_there_are_none(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    assert goals_in(pair) == []
    assert counts_of([pair]) == {}
    goal = version.goals.get(owner=MENTEE)
    with pytest.raises(Refusal, match="both signed") as refusal:
        note_progress(goal=goal, by=pair.mentee, state=UNDER_WAY, now=now)
    assert refusal.value.code in {"not_agreed", "not_live"}


@pytest.mark.parametrize("owner", Role)
def test_done_counts_with_both_words(signed: Pairing, owner: Role, now: datetime) -> None:
    assert say(signed, owner, UNDER_WAY, now) == UNDER_WAY
    assert say(signed, owner, SAID_DONE, now) == SAID_DONE
    assert done_of(signed) == (Count(0, 1), Count(0, 1))
    assert answer(signed, owner, DONE, now) == DONE
    counts = counts_of([signed])[signed.pk]
    assert (counts.done, counts.total) == (1, 2)
    assert getattr(counts, owner) == Count(1, 1)
    assert not counts.has_each_side


def test_both_sides_done(signed: Pairing, now: datetime) -> None:
    finish(signed, MENTOR, now)
    finish(signed, MENTEE, now)
    assert counts_of([signed])[signed.pk].has_each_side


@pytest.mark.parametrize("owner", Role)
def test_nobody_moves_the_goal_of_the_other(signed: Pairing, owner: Role, now: datetime) -> None:
    partner = signed.partner_of(signed.person_in(owner))
    with pytest.raises(Refusal) as refusal:
        note_progress(goal=goal_of(signed, owner), by=partner, state=SAID_DONE, now=now)
    assert (refusal.value.code, refusal.value.status) == ("not_yours", 403)
    assert not Progress.objects.exists()


@pytest.mark.parametrize("word", [DONE, NOT_YET])
def test_nobody_answers_about_their_own_goal(
    signed: Pairing, word: GoalState, now: datetime
) -> None:
    say(signed, MENTOR, SAID_DONE, now)
    with pytest.raises(Refusal) as refusal:
        answer_done(goal=goal_of(signed, MENTOR), by=signed.mentor, answer=word, now=now)
    assert (refusal.value.code, refusal.value.status) == ("not_yours", 403)
    assert now_of(signed, MENTOR).state == SAID_DONE


def test_nobody_else_says_anything(signed: Pairing, hr_admin: User, now: datetime) -> None:
    goal = goal_of(signed, MENTEE)
    for outsider in (hr_admin, builders.make_pair().mentor):
        with pytest.raises(Refusal) as refusal:
            note_progress(goal=goal, by=outsider, state=UNDER_WAY, now=now)
        assert refusal.value.status == 403
        with pytest.raises(Refusal) as refusal:
            answer_done(goal=goal, by=outsider, answer=DONE, now=now)
        assert refusal.value.status == 403
    assert not Progress.objects.exists()


@pytest.mark.parametrize("word", [SAID_DONE, NOT_YET, DONE])
def test_a_word_said_twice_is_said_once(signed: Pairing, word: GoalState, now: datetime) -> None:
    for again in (now, now + HOUR):
        say(signed, MENTEE, SAID_DONE, again)
    for again in (now, now + HOUR):
        if word != SAID_DONE:
            answer(signed, MENTEE, word, again)
    assert Progress.objects.count() == (1 if word == SAID_DONE else 2)


def test_the_same_line_twice_is_written_once_another_is_added(
    signed: Pairing, now: datetime
) -> None:
    for line in (LINE, LINE, "", "two more answers"):
        say(signed, MENTEE, UNDER_WAY, now, line)
    row = goal_rows(signed, signed.mentor)[0]
    assert [word.line for word in row.words] == ["two more answers", LINE]
    assert row.line == "two more answers"


def test_a_line_about_a_done_goal_leaves_it_done(signed: Pairing, now: datetime) -> None:
    finish(signed, MENTEE, now)
    assert say(signed, MENTEE, SAID_DONE, now, "and it goes on") == DONE
    assert done_of(signed)[0] == Count(1, 1)


@pytest.mark.parametrize("word", [NOT_STARTED, UNDER_WAY])
def test_the_owner_takes_done_back(signed: Pairing, word: GoalState, now: datetime) -> None:
    finish(signed, MENTEE, now)
    assert say(signed, MENTEE, word, now) == word
    assert done_of(signed)[0] == Count(0, 1)
    assert say(signed, MENTEE, SAID_DONE, now) == SAID_DONE, "the partner is asked anew"


def test_the_partner_takes_it_back(signed: Pairing, now: datetime) -> None:
    finish(signed, MENTEE, now)
    assert answer(signed, MENTEE, NOT_YET, now) == NOT_YET
    assert done_of(signed)[0] == Count(0, 1)
    assert answer(signed, MENTEE, DONE, now) == DONE


def test_not_yet_asks_no_more_until_the_owner_says_done_again(
    signed: Pairing, now: datetime
) -> None:
    say(signed, MENTEE, SAID_DONE, now)
    assert now_of(signed, MENTEE).waits_for(MENTOR)
    assert not now_of(signed, MENTEE).waits_for(MENTEE)
    answer(signed, MENTEE, NOT_YET, now)
    assert not now_of(signed, MENTEE).waits_for(MENTOR)
    say(signed, MENTEE, SAID_DONE, now)
    assert now_of(signed, MENTEE).waits_for(MENTOR)


def test_what_is_not_called_done_is_not_noticed(signed: Pairing, now: datetime) -> None:
    say(signed, MENTEE, SAID_DONE, now)
    say(signed, MENTEE, UNDER_WAY, now)
    for word in (DONE, NOT_YET):
        with pytest.raises(Refusal, match="Tom does not call this done") as refusal:
            answer(signed, MENTEE, word, now)
        assert refusal.value.code == "not_said"
    assert now_of(signed, MENTEE).state == UNDER_WAY


@pytest.mark.parametrize("word", [DONE, NOT_YET])
def test_an_owner_has_no_word_of_the_partner(
    signed: Pairing, word: GoalState, now: datetime
) -> None:
    with pytest.raises(ValueError, match=word):
        say(signed, MENTEE, word, now)


@pytest.mark.parametrize("word", [NOT_STARTED, UNDER_WAY, SAID_DONE])
def test_a_partner_has_no_word_of_the_owner(
    signed: Pairing, word: GoalState, now: datetime
) -> None:
    with pytest.raises(ValueError, match=word):
        answer(signed, MENTEE, word, now)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("  two   spaces \n and a break ", "two spaces and a break"),
        ("\u200b\u200b", ""),
        ("e\u0301", "é"),
        ("<b>&amp;", "<b>&amp;"),
        ("👩‍💻 ok", "👩‍💻 ok"),
        ("x" * LINE_LENGTH, "x" * LINE_LENGTH),
    ],
)
def test_a_line_is_kept_on_one_line(signed: Pairing, line: str, kept: str, now: datetime) -> None:
    say(signed, MENTEE, UNDER_WAY, now, line)
    assert Progress.objects.get().line == kept


@pytest.mark.parametrize(
    ("line", "code"), [("x" * 201, "too_long"), ("a\x00b", "character"), ("a\u202eb", "character")]
)
def test_a_line_that_cannot_be_kept_is_refused(
    signed: Pairing, line: str, code: str, now: datetime
) -> None:
    with pytest.raises(Refusal) as refusal:
        say(signed, MENTEE, UNDER_WAY, now, line)
    assert refusal.value.code == code
    assert now_of(signed, MENTEE).state == NOT_STARTED


def test_while_concluding_it_can_still_be_said(signed: Pairing, now: datetime) -> None:
    Pairing.objects.filter(pk=signed.pk).update(state=PairState.CONCLUDING)
    finish(signed, MENTEE, now)
    assert done_of(signed)[0] == Count(1, 1)


def test_after_the_end_it_stays_readable_and_nothing_moves(
    signed: Pairing, hr_admin: User, now: datetime
) -> None:
    say(signed, MENTEE, SAID_DONE, now, LINE)
    finish(signed, MENTOR, now)
    end_pair(signed, reason=EndReason.OTHER, by=hr_admin, now=now)
    for act, word in ((say, UNDER_WAY), (answer, DONE)):
        with pytest.raises(Refusal) as refusal:
            act(signed, MENTEE, word, now)
        assert refusal.value.code == "not_live"
    assert done_of(signed) == (Count(0, 1), Count(1, 1))
    assert goal_rows(signed, signed.mentor)[0].line == LINE


def test_a_goal_that_goes_on_keeps_its_history(signed: Pairing, now: datetime) -> None:
    before = goal_of(signed, MENTEE)
    finish(signed, MENTEE, now)
    amend(signed, {MENTEE: (MENTEE_GOAL + " on time",), MENTOR: ("Meet the board",)}, now + HOUR)
    goal = now_of(signed, MENTEE)
    assert (goal.state, goal.text) == (DONE, MENTEE_GOAL + " on time")
    assert before.uid in goal.uids
    assert len(goal_rows(signed, signed.mentee)[0].words) == 2


def test_a_goal_left_behind_counts_when_it_was_done(signed: Pairing, now: datetime) -> None:
    finish(signed, MENTEE, now)
    amend(signed, {MENTEE: ("Lead one town hall",), MENTOR: ("Meet the board",)}, now + HOUR)
    assert done_of(signed) == (Count(1, 2), Count(0, 1))
    assert [goal.is_left for goal in goals_in(signed)] == [False, True, False, True]


def test_what_was_called_done_before_it_was_replaced_can_still_be_noticed(
    signed: Pairing, now: datetime
) -> None:
    goal = goal_of(signed, MENTEE)
    say(signed, MENTEE, SAID_DONE, now)
    amend(signed, {MENTEE: ("Lead one town hall",)}, now + HOUR)
    answer_done(goal=goal, by=signed.mentor, answer=DONE, now=now + HOUR)
    assert done_of(signed)[0] == Count(1, 2)
    note_progress(goal=goal, by=signed.mentee, state=UNDER_WAY, now=now + HOUR)
    assert done_of(signed)[0] == Count(0, 1)


def test_a_goal_left_behind_moves_no_more(signed: Pairing, now: datetime) -> None:
    goal = goal_of(signed, MENTEE)
    say(signed, MENTEE, UNDER_WAY, now)
    amend(signed, {MENTEE: ("Lead one town hall",)}, now + HOUR)
    with pytest.raises(Refusal) as refusal:
        note_progress(goal=goal, by=signed.mentee, state=SAID_DONE, now=now)
    assert refusal.value.code == "not_agreed"


def test_a_word_under_an_old_wording_goes_to_the_goal_as_it_is_now(
    signed: Pairing, now: datetime
) -> None:
    old: Goal = goal_of(signed, MENTEE)
    amend(signed, {MENTEE: (MENTEE_GOAL + " on time",)}, now + HOUR)
    note_progress(goal=old, by=signed.mentee, state=UNDER_WAY, now=now + HOUR)
    assert Progress.objects.get().goal == goal_of(signed, MENTEE)
    assert now_of(signed, MENTEE).state == UNDER_WAY


def test_outside_only_a_change_of_the_count_leaves_a_trace(signed: Pairing, now: datetime) -> None:
    def traces() -> tuple[int, int]:
        return AuditEvent.objects.count(), revision_of(signed)

    before = traces()
    say(signed, MENTEE, UNDER_WAY, now, LINE)
    say(signed, MENTEE, SAID_DONE, now)
    answer(signed, MENTEE, NOT_YET, now)
    assert traces() == before
    answer(signed, MENTEE, DONE, now)
    assert traces() == (before[0] + 1, before[1] + 1)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor_id, event.facts) == ("goal done", None, {})


@pytest.mark.parametrize("taken_by", Role)
def test_who_took_done_back_is_not_told(signed: Pairing, taken_by: Role, now: datetime) -> None:
    finish(signed, MENTEE, now)
    if taken_by == MENTEE:
        say(signed, MENTEE, UNDER_WAY, now)
    else:
        answer(signed, MENTEE, NOT_YET, now)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor_id, event.facts) == ("goal open again", None, {})


def test_no_mail_is_written(signed: Pairing, now: datetime) -> None:
    before = OutboxMessage.objects.count()
    say(signed, MENTEE, UNDER_WAY, now, LINE)
    finish(signed, MENTEE, now)
    assert OutboxMessage.objects.count() == before


def test_the_partner_of_another_pair_reads_nothing(signed: Pairing, now: datetime) -> None:
    say(signed, MENTEE, UNDER_WAY, now, LINE)
    stranger = builders.make_pair().mentor
    assert not Progress.objects.visible_to(stranger).exists()
    assert Progress.objects.visible_to(signed.mentor).exists()


def test_many_pairs_are_counted_in_one_query(signed: Pairing, now: datetime) -> None:
    another = agree(builders.make_pair(), now)
    finish(another, MENTOR, now)
    silent = builders.make_pair()
    with CaptureQueriesContext(connection) as captured:
        found = counts_of(Pairing.objects.filter(pk__in=[signed.pk, another.pk, silent.pk]))
    assert len(captured) == 1
    assert {pk: (counts.done, counts.total) for pk, counts in found.items()} == {
        signed.pk: (0, 2),
        another.pk: (1, 2),
    }
