from datetime import datetime

import pytest

from accounts.models import User
from core.mail import Mail
from core.registry import Lane, message_kind
from outbox.models import OutboxMessage
from programs.actions import (
    approve_enrollment,
    decline_enrollment,
    enroll_person,
    wait_list_enrollment,
)
from programs.models import Enrollment, Program
from programs.rules import Role
from tests.programs.mails import body_words, rendered


@pytest.fixture
def confirmed(application: Enrollment, host: User, now: datetime) -> Mail:
    approve_enrollment(enrollment=application, by=host, now=now)
    return rendered(OutboxMessage.objects.get(), now)


@pytest.fixture
def declined(application: Enrollment, host: User, now: datetime) -> Mail:
    decline_enrollment(enrollment=application, by=host, now=now)
    return rendered(OutboxMessage.objects.get(), now)


@pytest.fixture
def wait_listed(application: Enrollment, host: User, now: datetime) -> Mail:
    wait_list_enrollment(enrollment=application, by=host, now=now)
    return rendered(OutboxMessage.objects.get(), now)


def test_a_confirmed_place_says_what_the_role_is(confirmed: Mail) -> None:
    assert "you share what you know with a more senior colleague" in confirmed.text


def test_a_mentee_reads_their_own_role(
    program: Program, stranger: User, coordinator: User, now: datetime
) -> None:
    enroll_person(program=program, person=stranger, role=Role.MENTEE, by=coordinator, now=now)
    assert "a more junior colleague" in rendered(OutboxMessage.objects.get(), now).text


def test_a_confirmed_place_leads_to_its_page(
    confirmed: Mail, open_program: Program, settings: object
) -> None:
    assert f"/programs/{open_program.uid}/" in confirmed.text


def test_no_place_is_said_kindly(declined: Mail) -> None:
    assert "This says nothing about you" in declined.text
    assert "apply again" in declined.text


def test_the_wait_list_keeps_the_turn(wait_listed: Mail) -> None:
    assert "no place this time" in wait_listed.text
    assert "You keep your turn" in wait_listed.text


@pytest.mark.parametrize("letter", ["confirmed", "declined", "wait_listed"])
def test_a_mail_is_short_and_says_why_it_came(letter: str, request: pytest.FixtureRequest) -> None:
    mail: Mail = request.getfixturevalue(letter)
    assert body_words(mail) <= 75
    assert "You get this mail because" in mail.text


@pytest.mark.parametrize("letter", ["confirmed", "declined", "wait_listed"])
def test_a_mail_holds_nothing_a_person_wrote(
    letter: str, application: Enrollment, request: pytest.FixtureRequest
) -> None:
    mail: Mail = request.getfixturevalue(letter)
    for text in (application.hope, application.boundaries):
        assert text not in mail.text + mail.html + mail.subject


def test_a_subject_is_one_line_whatever_the_name(
    open_program: Program, host: User, application: Enrollment, now: datetime
) -> None:
    open_program.name = "Spring\r\nBcc: all@example.com"
    open_program.save(update_fields=["name"])
    approve_enrollment(enrollment=application, by=host, now=now)
    mail = rendered(OutboxMessage.objects.get(), now)
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


@pytest.mark.parametrize("name", ["place_confirmed", "place_wait_listed", "place_declined"])
def test_these_mails_leave_at_once(name: str) -> None:
    kind = message_kind(name)
    assert kind is not None
    assert kind.lane == Lane.ACT
