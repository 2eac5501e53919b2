from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from attention.models import ActionItem
from meetings.actions import LogDraft, log_meeting
from pairings.models import Pairing
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState
from pulse.actions import answer_fit, ask_both, draw_list, sweep_pulses
from pulse.actions.answer import FitAnswer
from pulse.actions.draw import TALK_ITEM
from pulse.models import FitAsk, TalkList, TalkName, TalkPlace
from pulse.rules import Fit, is_own_week
from tests import builders

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)  # Thursday, half an hour after the change
PERIOD = datetime(2026, 11, 26, 9, tzinfo=UTC)
OWN = next(seed for seed in map(str, range(100)) if is_own_week(seed))
PLAIN = next(seed for seed in map(str, range(100)) if not is_own_week(seed))
# A group has three people, or four where somebody was left over.
GROUPS = (3, 4)
YES = FitAnswer(Fit.GOOD, may_contact=True)
NO = FitAnswer(Fit.DECIDING, may_contact=False)


@pytest.fixture
def pairs(pair: Pairing, program: Program) -> list[Pairing]:
    """Six pairs that were asked on Monday."""
    found = [pair, *(builders.make_pair(program=program) for _ in range(5))]
    for each in found:
        ask_both(each, number=1, now=NOW - 3 * DAY)
    return found


def say(pair: Pairing, person: User, answer: FitAnswer, now: datetime = NOW - DAY) -> None:
    ask = FitAsk.objects.get(pairing=pair, person=person)
    answer_fit(ask=ask, by=person, answer=answer, now=now)


def names() -> list[int]:
    return list(TalkName.objects.order_by("position").values_list("person_id", flat=True))


def draw(program: Program, seed: str = PLAIN, weeks: int = 0) -> bool:
    at = 7 * weeks * DAY
    return draw_list(program, period_at=PERIOD + at, seed=seed, now=NOW + at)


def test_a_yes_brings_a_name_and_two_others(pairs: list[Pairing], program: Program) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    say(pairs[1], pairs[1].mentor, NO)
    assert draw(program)
    assert pairs[0].mentor_id in names()
    assert pairs[0].mentee_id not in names()
    assert len(names()) in GROUPS


def test_three_days_of_work_are_given_and_an_item_names_the_program_alone(
    pairs: list[Pairing], program: Program
) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    draw(program)
    assert TalkList.objects.get().talk_by == date(2026, 12, 1)
    item = ActionItem.objects.get(kind=TALK_ITEM)
    assert item.subject_uid == program.uid
    assert not item.people.exists()
    assert set(item.facts) == {"list", "by"}


def test_without_a_yes_most_weeks_have_no_names_and_no_item(
    pairs: list[Pairing], program: Program
) -> None:
    say(pairs[0], pairs[0].mentor, NO)
    draw(program)
    assert names() == []
    assert not ActionItem.objects.exists()


def test_in_some_weeks_the_program_asks_on_its_own_account(
    pairs: list[Pairing], program: Program
) -> None:
    draw(program, seed=OWN)
    assert len(names()) in GROUPS
    assert ActionItem.objects.count() == 1


def test_an_item_whose_names_are_gone_is_settled_by_the_next_draw(
    pairs: list[Pairing], program: Program
) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    draw(program)
    draw(program, weeks=3)
    assert ActionItem.objects.get().settled_at is None
    draw(program, weeks=4)
    assert ActionItem.objects.get().settled_how == "over"


def test_a_week_is_drawn_once(pairs: list[Pairing], program: Program) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    assert draw(program)
    before = names()
    assert not draw(program, seed=OWN)
    assert names() == before


def test_a_yes_after_the_draw_waits_for_the_next_week(
    pairs: list[Pairing], program: Program
) -> None:
    draw(program)
    say(pairs[0], pairs[0].mentor, YES, NOW + DAY)
    assert not draw(program)
    assert names() == []
    assert draw(program, weeks=1)
    assert pairs[0].mentor_id in names()


def test_a_yes_taken_back_before_the_draw_brings_no_name(
    pairs: list[Pairing], program: Program
) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    say(pairs[0], pairs[0].mentor, NO)
    draw(program)
    assert names() == []


def test_a_yes_is_listed_once(pairs: list[Pairing], program: Program) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    draw(program)
    say(pairs[0], pairs[0].mentor, YES, NOW + DAY)
    draw(program, weeks=1)
    assert len(names()) in GROUPS


def test_the_next_yes_of_the_same_person_shows_the_same_three(
    pairs: list[Pairing], program: Program
) -> None:
    mentor = pairs[0].mentor
    say(pairs[0], mentor, YES)
    draw(program, seed=PLAIN)
    first = set(names())
    ask_both(pairs[0], number=2, now=NOW + DAY)
    ask = FitAsk.objects.get(pairing=pairs[0], person=mentor, number=2)
    answer_fit(ask=ask, by=mentor, answer=YES, now=NOW + DAY)
    draw(program, seed=f"{PLAIN}", weeks=1)
    newest = TalkList.objects.latest("period_at")
    assert set(newest.names.values_list("person_id", flat=True)) == first


def test_groups_are_made_whatever_was_answered(pairs: list[Pairing], program: Program) -> None:
    for each in pairs[:3]:
        say(each, each.mentor, YES)
    draw(program)
    with_answers = set(TalkPlace.objects.values_list("person_id", "group"))
    TalkPlace.objects.all().delete()
    TalkList.objects.all().delete()
    FitAsk.objects.update(answered_at=None, answer="", may_contact=None, listed_at=None)
    draw(program)
    assert set(TalkPlace.objects.values_list("person_id", "group")) == with_answers


def test_nobody_stands_on_a_list_with_their_partner_by_lot(
    pairs: list[Pairing], program: Program
) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    draw(program)
    listed = set(names())
    assert not [each for each in pairs if {each.mentor_id, each.mentee_id} <= listed]


def test_who_left_is_not_listed(pairs: list[Pairing], program: Program) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    draw(program)
    others = [person for person in names() if person != pairs[0].mentor_id]
    User.objects.filter(pk=others[0]).update(left_on=NOW.date())
    places = Enrollment.objects.filter(user_id=others[1])
    places.update(state=EnrollmentState.WITHDRAWN)
    ask_both(pairs[0], number=2, now=NOW + DAY)
    say_again = FitAsk.objects.get(pairing=pairs[0], person=pairs[0].mentor, number=2)
    answer_fit(ask=say_again, by=pairs[0].mentor, answer=YES, now=NOW + DAY)
    draw(program, weeks=1)
    newest = set(TalkList.objects.latest("period_at").names.values_list("person_id", flat=True))
    assert pairs[0].mentor_id in newest
    assert not newest & set(others[:2])
    assert len(newest) >= 3


def test_a_leaver_who_said_yes_is_not_listed(pairs: list[Pairing], program: Program) -> None:
    say(pairs[0], pairs[0].mentor, YES)
    User.objects.filter(pk=pairs[0].mentor_id).update(is_active=False)
    draw(program)
    assert pairs[0].mentor_id not in names()


def test_the_sweep_draws_each_week_of_each_running_program_once(
    pairs: list[Pairing], program: Program
) -> None:
    assert sweep_pulses(now=NOW).drawn == 1
    assert sweep_pulses(now=NOW + 6 * DAY).drawn == 0
    assert sweep_pulses(now=NOW + 7 * DAY).drawn == 1
    weeks = TalkList.objects.order_by("period_at").values_list("period_at", flat=True)
    assert list(weeks) == [PERIOD, PERIOD + 7 * DAY]


@pytest.mark.parametrize("state", ["draft", "enrolling", "closed"])
def test_a_program_that_does_not_run_draws_nothing(
    pairs: list[Pairing], program: Program, state: str
) -> None:
    Program.objects.filter(pk=program.pk).update(state=state)
    assert sweep_pulses(now=NOW).drawn == 0


def test_where_every_coordinator_stands_in_a_line_the_name_says_who_reads_it(
    pairs: list[Pairing], program: Program, hr_admin: User
) -> None:
    boss = builders.make_coordinator(program)
    User.objects.filter(pk=pairs[0].mentor_id).update(manager=boss)
    User.objects.filter(pk=boss.pk).update(manager=hr_admin)
    log_meeting(pairs[0], LogDraft(on=NOW.date()), by=pairs[0].mentor, now=NOW)
    say(pairs[0], pairs[0].mentor, YES)
    draw(program)
    assert TalkName.objects.get(person=pairs[0].mentor_id).overseer == hr_admin
    others = TalkName.objects.exclude(person=pairs[0].mentor_id)
    assert set(others.values_list("overseer", flat=True)) == {None}
