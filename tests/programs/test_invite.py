"""HR invites people: each address gets an answer, and nobody is asked twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from outbox.models import OutboxMessage
from outbox.rules import State
from programs.actions import (
    Wishes,
    accept_invitation,
    apply_to_program,
    decline_enrollment,
    enroll_person,
    leave_programs,
    reconsider_invitation,
    take_invitation_back,
    withdraw_enrollment,
)
from programs.models import Enrollment, Invitation, Program
from programs.rules import EnrollmentState, InviteOutcome, ProgramState, Role
from tests.builders import make_enrollment, make_person, make_program
from tests.programs.invited import ask, invite

S = EnrollmentState
Answer = InviteOutcome


@pytest.fixture
def invited(open_program: Program, mentee: User, host: User, now: datetime) -> Enrollment:
    """Tom is invited as a mentee."""
    return invite(open_program, mentee, host, now)


def test_an_invitation_opens_a_place_with_what_is_filled_in(invited: Enrollment) -> None:
    assert (invited.state, invited.role, invited.decided_at) == (S.INVITED, Role.MENTEE, None)
    assert invited.hope == "See what I miss"
    assert [topic.name for topic in invited.topics.all()] == ["Careers"]


def test_it_goes_out_by_mail_once(
    invited: Enrollment, open_program: Program, host: User, now: datetime
) -> None:
    again = ask(open_program, [invited.user.email], host, now)
    assert [each.outcome for each in again] == [Answer.WAITS]
    assert OutboxMessage.objects.filter(kind="place_invited").count() == 1


def test_every_address_is_answered(
    open_program: Program, host: User, mentor: User, stranger: User, now: datetime
) -> None:
    make_enrollment(open_program, mentor, Role.MENTOR)
    gone = make_person("Gil Gone", left_on=date(2026, 1, 1))
    addresses = [stranger.email.upper(), mentor.email, gone.email, "who@example.com", "not one"]
    found = ask(open_program, addresses, host, now)
    assert [each.outcome for each in found] == [
        Answer.INVITED,
        Answer.IS_IN,
        Answer.LEFT,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
    ]


def test_one_address_twice_is_one_invitation(
    open_program: Program, host: User, stranger: User, now: datetime
) -> None:
    found = ask(open_program, [stranger.email, stranger.email.upper()], host, now)
    assert len(found) == 1
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("state", [ProgramState.DRAFT, ProgramState.CLOSING, ProgramState.CLOSED])
def test_a_program_that_takes_nobody_invites_nobody(
    state: str, hr_admin: User, stranger: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="from the opening of enrollment"):
        ask(make_program(state=state), [stranger.email], hr_admin, now)
    assert not Enrollment.objects.exists()


def test_too_many_at_once_are_refused(open_program: Program, host: User, now: datetime) -> None:
    with pytest.raises(Refusal, match="at most 200"):
        ask(open_program, [f"p{number}@example.com" for number in range(201)], host, now)


@pytest.mark.parametrize("who", ["stranger", "other_coordinator", "mentor"])
def test_others_invite_nobody(
    who: str, open_program: Program, mentee: User, now: datetime, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        ask(open_program, [mentee.email], request.getfixturevalue(who), now)


def test_accepting_takes_the_place(invited: Enrollment, mentee: User, now: datetime) -> None:
    wishes = Wishes(role=Role.MENTEE, hope="Listen", has_read_rules=True)
    for _ in range(2):
        accept_invitation(enrollment=invited, by=mentee, wishes=wishes, now=now)
    invited.refresh_from_db()
    assert (invited.state, invited.hope, invited.decided_at) == (S.APPROVED, "Listen", now)
    assert invited.house_rules_read_at == now
    assert AuditEvent.objects.filter(subject_uid=invited.uid, verb="accept").count() == 1
    assert OutboxMessage.objects.filter(kind="place_confirmed").count() == 1


def test_nobody_accepts_for_another(invited: Enrollment, host: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        accept_invitation(enrollment=invited, by=host, wishes=Wishes.of(invited), now=now)


def test_an_invitation_is_not_accepted_once_the_program_closes(
    invited: Enrollment, mentee: User, now: datetime
) -> None:
    Program.objects.update(state=ProgramState.CLOSING)
    with pytest.raises(Refusal, match="until the program closes"):
        accept_invitation(enrollment=invited, by=mentee, wishes=Wishes.of(invited), now=now)


def test_a_no_is_kept_and_nobody_asks_again(
    invited: Enrollment, open_program: Program, mentee: User, host: User, now: datetime
) -> None:
    decline_enrollment(enrollment=invited, by=mentee, now=now)
    again = ask(open_program, [mentee.email], host, now)
    assert [each.outcome for each in again] == [Answer.HAS_ANSWERED]
    assert Invitation.objects.get().answer == "decline"


def test_a_no_can_be_taken_back_for_ten_minutes(
    invited: Enrollment, mentee: User, now: datetime, ten_minutes: datetime
) -> None:
    decline_enrollment(enrollment=invited, by=mentee, now=now)
    invited.refresh_from_db()
    for _ in range(2):
        assert (
            reconsider_invitation(enrollment=invited, by=mentee, now=ten_minutes).state == S.INVITED
        )
    assert Invitation.objects.get().answered_at is None


def test_after_that_it_stays(
    invited: Enrollment, mentee: User, now: datetime, ten_minutes: datetime
) -> None:
    decline_enrollment(enrollment=invited, by=mentee, now=now)
    late = ten_minutes + timedelta(seconds=1)
    with pytest.raises(Refusal, match="for 10 minutes only"):
        reconsider_invitation(enrollment=invited, by=mentee, now=late)


def test_who_changed_their_mind_applies(
    invited: Enrollment, open_program: Program, mentee: User, now: datetime
) -> None:
    decline_enrollment(enrollment=invited, by=mentee, now=now)
    place = apply_to_program(
        program=open_program, by=mentee, wishes=Wishes(role=Role.MENTEE), now=now
    )
    assert place.state == S.APPLIED


def test_taken_back_nobody_can_accept_and_it_may_be_sent_anew(
    invited: Enrollment, open_program: Program, mentee: User, host: User, now: datetime
) -> None:
    for _ in range(2):
        take_invitation_back(enrollment=invited, by=host, now=now)
    assert OutboxMessage.objects.get(kind="place_invited").state == State.SUPERSEDED
    with pytest.raises(Refusal):
        accept_invitation(enrollment=invited, by=mentee, wishes=Wishes.of(invited), now=now)
    again = invite(open_program, mentee, host, now, role=Role.MENTOR)
    assert (again.pk, again.state, again.role) == (invited.pk, S.INVITED, Role.MENTOR)
    assert Invitation.objects.get().number == 2


def test_strangers_take_nothing_back(invited: Enrollment, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        take_invitation_back(enrollment=invited, by=stranger, now=now)


def test_who_withdrew_is_not_asked_again(
    application: Enrollment, open_program: Program, stranger: User, host: User, now: datetime
) -> None:
    withdraw_enrollment(enrollment=application, by=stranger, now=now)
    assert ask(open_program, [stranger.email], host, now)[0].outcome == Answer.HAS_ANSWERED


def test_who_had_no_place_can_be_invited_after_all(
    application: Enrollment, open_program: Program, stranger: User, host: User, now: datetime
) -> None:
    decline_enrollment(enrollment=application, by=host, now=now)
    assert ask(open_program, [stranger.email], host, now)[0].outcome == Answer.INVITED


@pytest.mark.parametrize("how", ["apply", "enroll", "leave"])
def test_every_other_way_out_closes_the_invitation(
    how: str,
    invited: Enrollment,
    open_program: Program,
    mentee: User,
    host: User,
    now: datetime,
) -> None:
    wishes = Wishes(role=Role.MENTOR)
    acts: dict[str, Callable[[], object]] = {
        "apply": lambda: apply_to_program(program=open_program, by=mentee, wishes=wishes, now=now),
        "enroll": lambda: enroll_person(
            program=open_program, person=mentee, role=Role.MENTEE, by=host, now=now
        ),
        "leave": lambda: leave_programs(person=mentee, by=None, now=now),
    }
    acts[how]()
    assert Invitation.objects.get().answered_at == now
    assert OutboxMessage.objects.get(kind="place_invited").state == State.SUPERSEDED
