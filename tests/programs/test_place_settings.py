from datetime import datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from programs.actions import set_availability, set_capacity
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, Role
from tests.builders import make_enrollment


def test_a_coordinator_raises_the_capacity(
    place: Enrollment, coordinator: User, now: datetime
) -> None:
    assert set_capacity(enrollment=place, capacity=2, by=coordinator, now=now).capacity == 2


@pytest.mark.parametrize("capacity", [0, 3, -1])
def test_other_capacities_are_refused(
    capacity: int, place: Enrollment, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="one pair or two"):
        set_capacity(enrollment=place, capacity=capacity, by=coordinator, now=now)


def test_nobody_raises_their_own_capacity(place: Enrollment, mentor: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        set_capacity(enrollment=place, capacity=2, by=mentor, now=now)


def test_a_person_rests_and_comes_back(place: Enrollment, mentor: User, now: datetime) -> None:
    for is_available in (False, True):
        changed = set_availability(enrollment=place, is_available=is_available, by=mentor, now=now)
        assert changed.is_available is is_available


def test_the_switch_twice_is_one_change(place: Enrollment, mentor: User, now: datetime) -> None:
    first = set_availability(enrollment=place, is_available=False, by=mentor, now=now)
    second = set_availability(enrollment=place, is_available=False, by=mentor, now=now)
    assert first.revision == second.revision


def test_a_stranger_touches_no_switch(place: Enrollment, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        set_availability(enrollment=place, is_available=False, by=stranger, now=now)


def test_without_a_place_there_is_no_switch(
    program: Program, stranger: User, now: datetime
) -> None:
    applied = make_enrollment(program, stranger, Role.MENTOR, state=EnrollmentState.APPLIED)
    with pytest.raises(Refusal, match="Only people with a place"):
        set_availability(enrollment=applied, is_available=False, by=stranger, now=now)
