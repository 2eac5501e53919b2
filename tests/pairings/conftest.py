from datetime import datetime, timedelta

import pytest

from accounts.models import User
from pairings.actions import accept_pair, propose_pair
from pairings.models import Pairing
from programs.models import Enrollment, Program
from programs.rules import Role
from tests.builders import make_enrollment


@pytest.fixture
def mentor_place(program: Program, mentor: User) -> Enrollment:
    """Priya has a place as a mentor."""
    return make_enrollment(program, mentor, Role.MENTOR)


@pytest.fixture
def mentee_place(program: Program, mentee: User) -> Enrollment:
    """Tom has a place as a mentee."""
    return make_enrollment(program, mentee, Role.MENTEE)


@pytest.fixture
def proposal(
    mentor_place: Enrollment, mentee_place: Enrollment, coordinator: User, now: datetime
) -> Pairing:
    """Cora has proposed Priya to Tom."""
    return propose_pair(mentor=mentor_place, mentee=mentee_place, by=coordinator, now=now)


@pytest.fixture
def half_accepted(proposal: Pairing, mentee: User, now: datetime) -> Pairing:
    """Tom has said yes, Priya has not answered."""
    return accept_pair(pairing=proposal, by=mentee, now=now)


@pytest.fixture
def cohort(program: Program, now: datetime) -> Program:
    """The program, whose pairs are announced in ten days."""
    program.announce_at = now + timedelta(days=10)
    program.save()
    return program


@pytest.fixture
def quiet(
    cohort: Program,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    coordinator: User,
    now: datetime,
) -> Pairing:
    """Priya and Tom are fixed as a pair, and know nothing of it."""
    return propose_pair(mentor=mentor_place, mentee=mentee_place, by=coordinator, now=now)


@pytest.fixture
def asking(program: Program) -> Program:
    """The program, in which people may ask for a partner."""
    program.allows_requests = True
    program.save()
    return program
