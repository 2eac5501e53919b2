"""Two acts on an invitation at the same moment, in two threads with connections of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from core.errors import Refusal
from outbox.models import OutboxMessage
from programs.actions import (
    Wishes,
    accept_invitation,
    decline_enrollment,
    remind_invited,
    take_invitation_back,
)
from programs.emails import REMINDER
from programs.models import Enrollment, Invitation
from programs.rules import EnrollmentState, ProgramState
from tests.builders import make_coordinator, make_person, make_program
from tests.programs.invited import ask, invite

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]
NOW = datetime.fromisoformat("2026-11-23T09:30:00+00:00")


@pytest.fixture(autouse=True)
def close_connections() -> Iterator[None]:
    yield
    connection.close()


@pytest.fixture
def invited() -> Enrollment:
    program = make_program(state=ProgramState.ENROLLING)
    host = make_coordinator(program, "Ivo Host")
    return invite(program, make_person("Tom Hughes", level=6), host, NOW)


def at_once(*acts: Act) -> list[object]:
    """Run acts in threads that start together; returns their results, refusals included."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            barrier.wait(timeout=10)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_yes_and_a_no_at_once_have_one_outcome(invited: Enrollment) -> None:
    tom = invited.user
    wishes = Wishes.of(invited)
    results = at_once(
        lambda: accept_invitation(enrollment=invited, by=tom, wishes=wishes, now=NOW),
        lambda: decline_enrollment(enrollment=invited, by=tom, now=NOW),
    )
    invited.refresh_from_db()
    assert invited.state in (EnrollmentState.APPROVED, EnrollmentState.DECLINED)
    assert sum(isinstance(result, Refusal) for result in results) == 1


def test_a_yes_while_hr_takes_it_back_has_one_outcome(invited: Enrollment) -> None:
    host, tom, wishes = invited.program.staff.get().user, invited.user, Wishes.of(invited)
    at_once(
        lambda: accept_invitation(enrollment=invited, by=tom, wishes=wishes, now=NOW),
        lambda: take_invitation_back(enrollment=invited, by=host, now=NOW),
    )
    invited.refresh_from_db()
    answer = Invitation.objects.get().answer
    outcomes = {EnrollmentState.APPROVED: "accept", EnrollmentState.WITHDRAWN: "take back"}
    assert outcomes[EnrollmentState(invited.state)] == answer


def test_two_who_invite_the_same_person_send_one_mail(invited: Enrollment) -> None:
    host, new = invited.program.staff.get().user, make_person("Ana New", level=6)
    at_once(*[lambda: ask(invited.program, [new.email], host, NOW)] * 2)
    assert OutboxMessage.objects.filter(person_id=new.pk).count() == 1


def test_two_sweeps_write_one_reminder(invited: Enrollment) -> None:
    at_once(*[lambda: remind_invited(now=NOW + timedelta(days=5))] * 2)
    assert OutboxMessage.objects.filter(kind=REMINDER).count() == 1
