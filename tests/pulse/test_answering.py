from datetime import datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from pulse.actions import answer_fit, ask_both
from pulse.actions.answer import FitAnswer
from pulse.emails import FIT
from pulse.models import FitAsk
from pulse.rules import CHANGEABLE_FOR, OPEN_FOR, Fit

DAY = timedelta(days=1)
GOOD = FitAnswer(Fit.GOOD, may_contact=False)
CALL = FitAnswer(Fit.DECIDING, may_contact=True)


def states(person: User) -> set[str]:
    mails = OutboxMessage.objects.filter(kind=FIT, person_id=person.pk)
    return set(mails.values_list("state", flat=True))


def test_an_answer_is_kept_and_stops_the_mails_of_this_person_alone(
    ask: FitAsk, mentor: User, mentee: User, now: datetime
) -> None:
    answer_fit(ask=ask, by=mentor, answer=CALL, now=now)
    ask.refresh_from_db()
    assert (ask.answer, ask.may_contact, ask.answered_at) == ("deciding", True, now)
    assert states(mentor) == {"superseded"}
    assert states(mentee) == {"pending"}


def test_it_can_be_changed_for_a_week_from_the_first_answer(
    ask: FitAsk, mentor: User, now: datetime
) -> None:
    answer_fit(ask=ask, by=mentor, answer=CALL, now=now)
    answer_fit(ask=ask, by=mentor, answer=GOOD, now=now + 5 * DAY)
    ask.refresh_from_db()
    assert (ask.answer, ask.may_contact) == ("good", False)
    with pytest.raises(Refusal, match="closed"):
        answer_fit(ask=ask, by=mentor, answer=CALL, now=now + CHANGEABLE_FOR)
    ask.refresh_from_db()
    assert ask.answer == "good"


def test_the_same_answer_twice_is_one(ask: FitAsk, mentor: User, now: datetime) -> None:
    for hours in (0, 1):
        answer_fit(ask=ask, by=mentor, answer=GOOD, now=now + timedelta(hours=hours))
    ask.refresh_from_db()
    assert ask.answered_at == now


def test_after_three_weeks_a_question_is_closed(ask: FitAsk, mentor: User, now: datetime) -> None:
    with pytest.raises(Refusal, match="closed"):
        answer_fit(ask=ask, by=mentor, answer=GOOD, now=now + OPEN_FOR)
    assert FitAsk.objects.get(pk=ask.pk).answered_at is None


def test_after_the_end_a_question_is_closed(ask: FitAsk, mentor: User, now: datetime) -> None:
    Pairing.objects.filter(pk=ask.pairing_id).update(state=PairState.ENDED)
    with pytest.raises(Refusal, match="closed"):
        answer_fit(ask=ask, by=mentor, answer=GOOD, now=now)


@pytest.mark.parametrize("who", ["mentee", "coordinator", "hr_admin", "stranger"])
def test_nobody_answers_for_another(
    ask: FitAsk, now: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refusal):
        answer_fit(ask=ask, by=request.getfixturevalue(who), answer=GOOD, now=now)
    assert FitAsk.objects.get(pk=ask.pk).answered_at is None


def test_the_newer_question_is_the_one_that_is_answered(
    ask: FitAsk, mentor: User, now: datetime
) -> None:
    ask_both(ask.pairing, number=2, now=now)
    with pytest.raises(Refusal, match="closed"):
        answer_fit(ask=ask, by=mentor, answer=GOOD, now=now)


def test_answering_leaves_no_trace(ask: FitAsk, mentor: User, now: datetime) -> None:
    before = (Pairing.objects.get().revision, User.objects.get(pk=mentor.pk).revision)
    events = AuditEvent.objects.count()
    answer_fit(ask=ask, by=mentor, answer=CALL, now=now)
    assert (Pairing.objects.get().revision, User.objects.get(pk=mentor.pk).revision) == before
    assert AuditEvent.objects.count() == events
