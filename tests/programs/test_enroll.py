from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from programs.actions import enroll_person, leave_programs
from programs.models import Enrollment, Program
from programs.queries import enrollable_people
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program

S = EnrollmentState


def enroll(
    program: Program, person: User, by: User, now: datetime, role: str = Role.MENTOR
) -> Enrollment:
    return enroll_person(program=program, person=person, role=role, by=by, now=now)


def test_hr_gives_a_place_and_says_so(
    program: Program, stranger: User, coordinator: User, now: datetime
) -> None:
    place = enroll(program, stranger, coordinator, now)
    assert (place.state, place.role, place.decided_at) == (S.APPROVED, Role.MENTOR, now)
    assert OutboxMessage.objects.get().person_id == stranger.pk


def test_enrolling_twice_mails_once(
    program: Program, stranger: User, coordinator: User, now: datetime
) -> None:
    for _ in range(2):
        enroll(program, stranger, coordinator, now)
    assert (Enrollment.objects.count(), OutboxMessage.objects.count()) == (1, 1)


@pytest.mark.parametrize("state", [S.INVITED, S.APPLIED, S.WAIT_LISTED])
def test_who_waits_is_taken_in(
    state: str, program: Program, stranger: User, coordinator: User, now: datetime
) -> None:
    make_enrollment(program, stranger, Role.MENTEE, state=state)
    place = enroll(program, stranger, coordinator, now)
    assert (place.state, place.role) == (S.APPROVED, Role.MENTOR)


@pytest.mark.parametrize("state", [S.DECLINED, S.WITHDRAWN, S.LEFT])
def test_who_said_no_is_not_enrolled_behind_their_back(
    state: str, program: Program, stranger: User, coordinator: User, now: datetime
) -> None:
    make_enrollment(program, stranger, Role.MENTOR, state=state)
    with pytest.raises(Refusal):
        enroll(program, stranger, coordinator, now)
    assert not OutboxMessage.objects.exists()


def test_a_place_in_the_other_role_is_refused(
    place: Enrollment, program: Program, mentor: User, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="other role"):
        enroll(program, mentor, coordinator, now, role=Role.MENTEE)


def test_a_leaver_is_not_enrolled(program: Program, coordinator: User, now: datetime) -> None:
    gone = make_person(left_on=date(2026, 10, 1))
    with pytest.raises(Refusal, match="has left"):
        enroll(program, gone, coordinator, now)


def test_a_closing_program_takes_nobody(hr_admin: User, stranger: User, now: datetime) -> None:
    program = make_program(state=ProgramState.CLOSING)
    with pytest.raises(Refusal, match="no more people"):
        enroll(program, stranger, hr_admin, now)


def test_others_do_not_enroll(
    program: Program, other_coordinator: User, stranger: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        enroll(program, stranger, other_coordinator, now)


def test_a_leaver_gives_up_every_place(stranger: User, hr_admin: User, now: datetime) -> None:
    states = [S.APPROVED, S.APPLIED, S.WAIT_LISTED, S.INVITED, S.DECLINED]
    for number, state in enumerate(states):
        make_enrollment(make_program(f"Program {number}"), stranger, Role.MENTOR, state=state)
    leave_programs(person=stranger, by=hr_admin, now=now)
    places = Enrollment.objects.filter(user=stranger).order_by("pk")
    assert [place.state for place in places] == [
        S.LEFT,
        S.WITHDRAWN,
        S.WITHDRAWN,
        S.DECLINED,
        S.DECLINED,
    ]


def test_leaving_twice_changes_nothing(
    place: Enrollment, mentor: User, hr_admin: User, now: datetime
) -> None:
    leave_programs(person=mentor, by=hr_admin, now=now)
    assert leave_programs(person=mentor, by=None, now=now) == []


def test_only_people_without_an_answer_of_their_own_are_offered(
    program: Program, coordinator: User, stranger: User, mentor: User, mentee: User
) -> None:
    make_enrollment(program, mentor, Role.MENTOR)
    make_enrollment(program, mentee, Role.MENTEE, state=S.WITHDRAWN)
    make_enrollment(program, stranger, Role.MENTOR, state=S.APPLIED)
    assert set(enrollable_people(program)) == {coordinator, stranger}
