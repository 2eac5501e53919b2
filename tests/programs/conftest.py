from datetime import datetime, timedelta

import pytest

from accounts.models import User
from programs.actions import Wishes, apply_to_program
from programs.models import Enrollment, Program
from programs.rules import ProgramState, Role
from tests.builders import make_coordinator, make_enrollment, make_program


@pytest.fixture
def open_program(db: None) -> Program:
    """A cohort that people can join."""
    return make_program("Spring 2027", state=ProgramState.ENROLLING)


@pytest.fixture
def host(open_program: Program) -> User:
    """Coordinates `open_program`."""
    return make_coordinator(open_program, "Ivo Host")


@pytest.fixture
def application(open_program: Program, stranger: User, now: datetime) -> Enrollment:
    """Sol has applied as a mentor."""
    wishes = Wishes(role=Role.MENTOR, hope="To be heard", boundaries="Nothing about my team")
    return apply_to_program(program=open_program, by=stranger, wishes=wishes, now=now)


@pytest.fixture
def place(program: Program, mentor: User) -> Enrollment:
    """Priya has a place as a mentor in the running program."""
    return make_enrollment(program, mentor, Role.MENTOR)


@pytest.fixture
def ten_minutes(now: datetime) -> datetime:
    """Ten minutes later."""
    return now + timedelta(minutes=10)
