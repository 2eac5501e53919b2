from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from programs.actions import (
    approve_enrollment,
    decline_enrollment,
    wait_list_enrollment,
    withdraw_enrollment,
)
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, Role
from tests.builders import make_enrollment

S = EnrollmentState
Decision = Callable[..., Enrollment]


@pytest.mark.parametrize(
    ("decide", "state", "mail"),
    [
        (approve_enrollment, S.APPROVED, "place_confirmed"),
        (wait_list_enrollment, S.WAIT_LISTED, "place_wait_listed"),
        (decline_enrollment, S.DECLINED, "place_declined"),
    ],
)
def test_an_answer_is_given_and_mailed(
    decide: Decision, state: str, mail: str, application: Enrollment, host: User, now: datetime
) -> None:
    decided = decide(enrollment=application, by=host, now=now)
    assert (decided.state, decided.decided_at) == (state, now)
    assert OutboxMessage.objects.get().kind == mail


@pytest.mark.parametrize("decide", [approve_enrollment, wait_list_enrollment, decline_enrollment])
def test_answering_twice_mails_once(
    decide: Decision, application: Enrollment, host: User, now: datetime
) -> None:
    for _ in range(2):
        decide(enrollment=application, by=host, now=now)
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("decide", [approve_enrollment, wait_list_enrollment, decline_enrollment])
def test_only_coordinators_answer(
    decide: Decision,
    application: Enrollment,
    other_coordinator: User,
    stranger: User,
    now: datetime,
) -> None:
    for who in (other_coordinator, stranger):
        with pytest.raises(Forbidden):
            decide(enrollment=application, by=who, now=now)
    application.refresh_from_db()
    assert application.state == S.APPLIED


def test_the_wait_list_moves_up(application: Enrollment, host: User, now: datetime) -> None:
    wait_list_enrollment(enrollment=application, by=host, now=now)
    assert approve_enrollment(enrollment=application, by=host, now=now).state == S.APPROVED


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.WITHDRAWN, "Sol Stranger has withdrawn"),
        (S.INVITED, "has not answered yet"),
        (S.LEFT, "has left the company"),
        (S.DECLINED, "has no place this time"),
    ],
)
def test_approving_is_refused_with_the_reason(
    state: str, words: str, open_program: Program, host: User, stranger: User, now: datetime
) -> None:
    place = make_enrollment(open_program, stranger, Role.MENTOR, state=state)
    with pytest.raises(Refusal, match=words):
        approve_enrollment(enrollment=place, by=host, now=now)


def test_an_approved_person_is_not_declined(
    place: Enrollment, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="has a place already"):
        decline_enrollment(enrollment=place, by=coordinator, now=now)


def test_an_invited_person_declines_without_a_mail(
    open_program: Program, stranger: User, now: datetime
) -> None:
    place = make_enrollment(open_program, stranger, Role.MENTOR, state=S.INVITED)
    assert decline_enrollment(enrollment=place, by=stranger, now=now).state == S.DECLINED
    assert not OutboxMessage.objects.exists()


def test_a_person_withdraws(place: Enrollment, mentor: User, now: datetime) -> None:
    assert withdraw_enrollment(enrollment=place, by=mentor, now=now).state == S.WITHDRAWN


def test_a_stranger_withdraws_nobody(place: Enrollment, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        withdraw_enrollment(enrollment=place, by=stranger, now=now)


def test_a_second_life_is_mailed_again(application: Enrollment, host: User, now: datetime) -> None:
    approve_enrollment(enrollment=application, by=host, now=now)
    withdraw_enrollment(enrollment=application, by=host, now=now)
    Enrollment.objects.filter(pk=application.pk).update(state=S.APPLIED)
    approve_enrollment(enrollment=application, by=host, now=now)
    assert OutboxMessage.objects.filter(kind="place_confirmed").count() == 2
