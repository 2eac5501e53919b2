from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal, Stale
from core.models import AuditEvent
from programs.actions import (
    Wishes,
    apply_to_program,
    confirm_house_rules,
    edit_place,
    withdraw_enrollment,
)
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramKind, ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program

WISHES = Wishes(role=Role.MENTEE, hope="See what I miss", boundaries="No gossip")


def test_an_application_waits_for_an_answer(application: Enrollment) -> None:
    assert (application.state, application.decided_at) == (EnrollmentState.APPLIED, None)


def test_what_was_said_is_kept(application: Enrollment) -> None:
    application.refresh_from_db()
    assert (application.role, application.hope, application.boundaries) == (
        Role.MENTOR,
        "To be heard",
        "Nothing about my team",
    )


def test_only_topics_of_the_program_are_kept(
    open_program: Program, program: Program, stranger: User, now: datetime
) -> None:
    own, foreign = open_program.topics.first(), program.topics.first()
    assert own is not None
    assert foreign is not None
    wishes = Wishes(role=Role.MENTOR, topics=(own, foreign))
    place = apply_to_program(program=open_program, by=stranger, wishes=wishes, now=now)
    assert list(place.topics.all()) == [own]


def test_reading_the_house_rules_is_remembered(
    open_program: Program, stranger: User, now: datetime
) -> None:
    wishes = Wishes(role=Role.MENTOR, has_read_rules=True)
    place = apply_to_program(program=open_program, by=stranger, wishes=wishes, now=now)
    assert place.house_rules_read_at == now


def test_applying_twice_keeps_the_first_application(
    application: Enrollment, open_program: Program, stranger: User, now: datetime
) -> None:
    apply_to_program(program=open_program, by=stranger, wishes=WISHES, now=now)
    application.refresh_from_db()
    assert (application.role, application.hope) == (Role.MENTOR, "To be heard")
    assert AuditEvent.objects.filter(subject_uid=application.uid).count() == 1


def test_who_withdrew_applies_again(
    application: Enrollment, open_program: Program, stranger: User, now: datetime
) -> None:
    withdraw_enrollment(enrollment=application, by=stranger, now=now)
    again = apply_to_program(program=open_program, by=stranger, wishes=WISHES, now=now)
    assert (again.pk, again.state, again.role) == (
        application.pk,
        EnrollmentState.APPLIED,
        Role.MENTEE,
    )


@pytest.mark.parametrize("state", [ProgramState.DRAFT, ProgramState.MATCHING, ProgramState.CLOSED])
def test_a_program_that_is_not_open_takes_nobody(state: str, stranger: User, now: datetime) -> None:
    program = make_program(state=state)
    with pytest.raises(Refusal, match="takes no applications now"):
        apply_to_program(program=program, by=stranger, wishes=WISHES, now=now)
    assert not Enrollment.objects.exists()


def test_an_always_on_program_takes_people_while_it_runs(stranger: User, now: datetime) -> None:
    program = make_program(kind=ProgramKind.ALWAYS_ON, enrollment_open=True)
    place = apply_to_program(program=program, by=stranger, wishes=WISHES, now=now)
    assert place.state == EnrollmentState.APPLIED


def test_a_leaver_does_not_apply(open_program: Program, now: datetime) -> None:
    gone = make_person(left_on=date(2026, 10, 1))
    with pytest.raises(Refusal):
        apply_to_program(program=open_program, by=gone, wishes=WISHES, now=now)


def test_who_left_the_company_cannot_apply_again(
    open_program: Program, stranger: User, now: datetime
) -> None:
    make_enrollment(open_program, stranger, Role.MENTOR, state=EnrollmentState.LEFT)
    with pytest.raises(Refusal, match="has left the company"):
        apply_to_program(program=open_program, by=stranger, wishes=WISHES, now=now)


def test_a_person_says_it_again(place: Enrollment, mentor: User, now: datetime) -> None:
    wishes = Wishes(role=Role.MENTEE, hope="Something else")
    edit_place(enrollment=place, by=mentor, wishes=wishes, revision=place.revision, now=now)
    place.refresh_from_db()
    assert (place.hope, place.role) == ("Something else", Role.MENTOR)


def test_a_change_in_another_window_is_not_lost(
    place: Enrollment, mentor: User, now: datetime
) -> None:
    seen = place.revision
    edit_place(enrollment=place, by=mentor, wishes=WISHES, revision=seen, now=now)
    with pytest.raises(Stale, match="another window"):
        edit_place(enrollment=place, by=mentor, wishes=Wishes(role=""), revision=seen, now=now)
    place.refresh_from_db()
    assert place.hope == WISHES.hope


def test_nobody_else_speaks_for_a_person(
    place: Enrollment, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        edit_place(enrollment=place, by=coordinator, wishes=WISHES, revision=0, now=now)


def test_rules_read_later_are_remembered_once(
    place: Enrollment, mentor: User, now: datetime
) -> None:
    confirm_house_rules(enrollment=place, by=mentor, now=now)
    confirm_house_rules(enrollment=place, by=mentor, now=now.replace(year=2027))
    place.refresh_from_db()
    assert place.house_rules_read_at == now
