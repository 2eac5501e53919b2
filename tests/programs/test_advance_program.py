from datetime import datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from programs.actions import advance_program, set_enrollment_open
from programs.models import Program
from programs.rules import ProgramAct, ProgramKind, ProgramState
from tests.builders import make_program


def test_a_cohort_goes_all_the_way(hr_admin: User, now: datetime) -> None:
    program = make_program(state=ProgramState.DRAFT)
    states = [
        advance_program(program=program, act=act, by=hr_admin, now=now).state for act in ProgramAct
    ]
    assert states == ["enrolling", "matching", "running", "closing", "closed"]


def test_an_always_on_program_takes_people_while_it_runs(hr_admin: User, now: datetime) -> None:
    program = make_program(state=ProgramState.ENROLLING, kind=ProgramKind.ALWAYS_ON)
    started = advance_program(program=program, act=ProgramAct.START, by=hr_admin, now=now)
    assert (started.state, started.enrollment_open) == (ProgramState.RUNNING, True)


def test_closing_shuts_the_door(hr_admin: User, now: datetime) -> None:
    program = make_program(kind=ProgramKind.ALWAYS_ON, enrollment_open=True)
    closing = advance_program(program=program, act=ProgramAct.BEGIN_CLOSING, by=hr_admin, now=now)
    assert closing.enrollment_open is False


def test_the_same_step_twice_is_harmless(program: Program, hr_admin: User, now: datetime) -> None:
    for _ in range(2):
        advance_program(program=program, act=ProgramAct.BEGIN_CLOSING, by=hr_admin, now=now)
    assert AuditEvent.objects.filter(subject_uid=program.uid).count() == 1


@pytest.mark.parametrize(
    ("state", "act", "words"),
    [
        (ProgramState.DRAFT, ProgramAct.START, "Open its enrollment first"),
        (ProgramState.ENROLLING, ProgramAct.START, "A cohort is matched before it starts"),
        (ProgramState.MATCHING, ProgramAct.CLOSE, "can only be started"),
        (ProgramState.RUNNING, ProgramAct.CLOSE, "begin closing"),
        (ProgramState.CLOSING, ProgramAct.OPEN_ENROLLMENT, "next step is to close"),
        (ProgramState.CLOSED, ProgramAct.START_MATCHING, "stays as it was"),
        (ProgramState.RUNNING, "explode", "begin closing"),
    ],
)
def test_other_steps_are_refused_with_the_next_one(
    hr_admin: User, now: datetime, state: str, act: str, words: str
) -> None:
    program = make_program(state=state)
    with pytest.raises(Refusal, match=words):
        advance_program(program=program, act=act, by=hr_admin, now=now)
    program.refresh_from_db()
    assert program.state == state


def test_strangers_do_not_advance_a_program(
    program: Program, stranger: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        advance_program(program=program, act=ProgramAct.BEGIN_CLOSING, by=stranger, now=now)


def test_the_door_of_an_always_on_program_can_be_shut(hr_admin: User, now: datetime) -> None:
    program = make_program(kind=ProgramKind.ALWAYS_ON, enrollment_open=True)
    set_enrollment_open(program=program, is_open=False, by=hr_admin, now=now)
    assert not Program.objects.open_to_join().filter(pk=program.pk).exists()


def test_a_running_cohort_cannot_be_opened(program: Program, hr_admin: User, now: datetime) -> None:
    with pytest.raises(Refusal, match="Only an always-on program"):
        set_enrollment_open(program=program, is_open=True, by=hr_admin, now=now)
