from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from contracts.models import Version
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from lifecycle.actions import Wishes, advance_lives, ask_to_end, say_wishes
from lifecycle.models import Consent, EndAsk, Extension
from lifecycle.queries import own_ask, seen_in
from lifecycle.rules import Answer, ConsentKind
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import Meeting
from meetings.queries import pair_facts
from meetings.rules.attainment import read_attainment
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from programs.rules import ProgramState
from tests.contracts.agreements import make_in_force
from tests.lifecycle.closing import (
    DAY,
    ENDS_ON,
    IN_TOUCH,
    LATE,
    NO,
    NOT_YET,
    OVER,
    YES_3,
    YES_6,
    conclude,
    finish,
    say,
)

IN_MAY = date(2027, 5, 28)


@pytest.fixture
def late(pair: Pairing) -> Pairing:
    return conclude(pair)


def test_two_yeses_extend_the_pair(late: Pairing, mentor: User, mentee: User) -> None:
    assert say(late, mentor, YES_3).state == PairState.CONCLUDING
    extended = say(late, mentee, YES_3)
    assert (extended.state, extended.ends_on) == (PairState.ACTIVE, IN_MAY)
    assert Extension.objects.get().before_on == ENDS_ON


def test_of_two_lengths_the_shorter_one_counts(late: Pairing, mentor: User, mentee: User) -> None:
    say(late, mentor, YES_6)
    assert say(late, mentee, YES_3).ends_on == IN_MAY


def test_both_are_told_in_the_same_words_at_the_same_moment(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, YES_3)
    assert not OutboxMessage.objects.exists()
    say(late, mentee, YES_3)
    mails = list(OutboxMessage.objects.filter(kind="pair_extended"))
    assert {mail.person_id for mail in mails} == {mentor.pk, mentee.pk}
    facts = [mail.envelope().facts | {"name": ""} for mail in mails]
    assert facts[0] == facts[1]
    assert len({mail.created_at for mail in mails}) == 1


def test_the_trail_does_not_say_who_said_yes_last(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentee, YES_6)
    assert not AuditEvent.objects.exists()
    say(late, mentor, YES_6)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id, event.actor_kind) == ("extend", None, "program")


@pytest.mark.parametrize("answer", [NO, NOT_YET, None])
def test_one_yes_changes_nothing(
    late: Pairing, mentor: User, mentee: User, answer: Wishes | None
) -> None:
    before = Pairing.objects.values().get()
    say(late, mentor, YES_3)
    if answer is not None:
        say(late, mentee, answer)
    assert Pairing.objects.values().get() == before
    assert not OutboxMessage.objects.exists()


def test_a_yes_can_be_taken_back_until_both_said_it(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, YES_3)
    say(late, mentor, NO, LATE + DAY)
    assert say(late, mentee, YES_3, LATE + DAY).state == PairState.CONCLUDING
    assert Consent.objects.get(person=mentor).taken_back_at == LATE + DAY


def test_saying_it_again_after_both_said_yes_is_harmless(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, YES_3)
    say(late, mentee, YES_3)
    assert say(late, mentor, YES_3).ends_on == IN_MAY
    assert Extension.objects.count() == 1


def test_the_agreement_and_the_planned_dates_stay(
    pair: Pairing, mentor: User, mentee: User, now: datetime
) -> None:
    version = make_in_force(pair, now)
    date_ = plan_meeting(pair, PlanDraft(LATE + 5 * DAY, 45), by=mentee, now=LATE)
    late = conclude(pair)
    say(late, mentor, YES_3)
    say(late, mentee, YES_3)
    assert Version.objects.get(pk=version.pk).state == "in_force"
    assert Meeting.objects.get(pk=date_.pk).state == "planned"


def test_the_grid_of_expected_meetings_goes_on(late: Pairing, mentor: User, mentee: User) -> None:
    in_may = datetime(2027, 5, 20, 9, tzinfo=UTC)
    before = read_attainment(pair_facts(late), in_may).expected
    say(late, mentor, YES_3)
    after = say(late, mentee, YES_3)
    assert read_attainment(pair_facts(after), in_may).expected == before + 3


def test_it_concludes_again_at_the_new_end_and_asks_anew(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, replace(YES_3, stay_in_touch=Answer.YES))
    say(late, mentee, YES_3)
    advance_lives(now=datetime(2027, 5, 14, 12, tzinfo=UTC))
    late.refresh_from_db()
    assert late.state == PairState.CONCLUDING
    assert not seen_in(late, mentor).own
    say(late, mentor, YES_6, datetime(2027, 5, 15, tzinfo=UTC))
    again = say(late, mentee, YES_6, datetime(2027, 5, 15, tzinfo=UTC))
    assert again.ends_on == date(2027, 11, 28)


@pytest.mark.parametrize("state", [ProgramState.CLOSING, ProgramState.CLOSED])
def test_an_extended_pair_outlives_its_program(
    late: Pairing, program: Program, mentor: User, mentee: User, state: ProgramState
) -> None:
    say(late, mentor, YES_3)
    say(late, mentee, YES_3)
    Program.objects.filter(pk=program.pk).update(state=state)
    assert advance_lives(now=OVER + DAY).done == {}
    assert finish(late, datetime(2027, 5, 30, tzinfo=UTC)).state == PairState.ENDED


def test_answers_lapse_with_the_last_day_even_before_time_has_acted(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, YES_3)
    with pytest.raises(Refusal) as refused:
        say(late, mentee, YES_3, OVER)
    assert refused.value.code == "not_concluding"


def test_after_the_end_what_one_said_yes_to_is_forgotten(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, replace(YES_3, stay_in_touch=Answer.YES))
    finish(late)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("state", ["active", "paused", "getting_started", "proposed", "ended"])
def test_it_is_asked_in_the_last_weeks_alone(pair: Pairing, mentor: User, state: str) -> None:
    until = ENDS_ON if state == "paused" else None
    Pairing.objects.filter(pk=pair.pk).update(state=state, paused_until=until)
    with pytest.raises(Refusal, match="last weeks"):
        say(pair, mentor, YES_3)


def test_only_the_two_are_asked(late: Pairing, coordinator: User, stranger: User) -> None:
    for who in (coordinator, stranger):
        with pytest.raises(Forbidden):
            say(late, who, YES_3)


@pytest.mark.parametrize("months", [0, -3, 1, 12, 999])
def test_other_lengths_are_refused(late: Pairing, mentor: User, months: int) -> None:
    with pytest.raises(Refusal, match="three or six"):
        say_wishes(late, wishes=replace(YES_3, months=months), by=mentor, now=LATE)
    assert not Consent.objects.exists()


def test_who_asks_to_end_no_longer_extends(late: Pairing, mentor: User, mentee: User) -> None:
    say(late, mentor, YES_3)
    ask_to_end(late, reason="schedule", by=mentor, now=LATE)
    assert say(late, mentee, YES_3).state == PairState.CONCLUDING


def test_who_says_yes_takes_back_their_ask_to_end(late: Pairing, mentor: User) -> None:
    ask_to_end(late, reason="schedule", by=mentor, now=LATE)
    say(late, mentor, YES_3)
    assert own_ask(late, mentor) is None


def test_an_ask_of_the_other_stays(late: Pairing, mentor: User, mentee: User) -> None:
    ask_to_end(late, reason="schedule", by=mentee, now=LATE)
    say(late, mentor, YES_3)
    assert EndAsk.objects.open().count() == 1


def test_two_who_stay_in_touch_are_told_once(late: Pairing, mentor: User, mentee: User) -> None:
    say(late, mentor, IN_TOUCH)
    assert not OutboxMessage.objects.exists()
    say(late, mentee, IN_TOUCH)
    say(late, mentee, IN_TOUCH)
    mails = OutboxMessage.objects.filter(kind="pair_stays_in_touch")
    assert {mail.person_id for mail in mails} == {mentor.pk, mentee.pk}
    assert mails.count() == 2


def test_what_both_said_yes_to_cannot_be_taken_back(
    late: Pairing, mentor: User, mentee: User
) -> None:
    say(late, mentor, IN_TOUCH)
    say(late, mentee, IN_TOUCH)
    say(late, mentor, replace(IN_TOUCH, stay_in_touch=Answer.NO))
    assert ConsentKind.STAY_IN_TOUCH in seen_in(late, mentee).revealed
    assert ConsentKind.STAY_IN_TOUCH in seen_in(finish(late), mentor).revealed
