from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from programs.models import Blackout, Enrollment, NeverMatch, Program
from programs.queries import places_in, places_of, programs_to_join
from programs.registry import house_rules_of
from programs.rules import EnrollmentState, ProgramKind, ProgramState, Role
from tests.builders import START, make_enrollment, make_person, make_program

S = ProgramState


def seen(user: User) -> set[Program]:
    return set(Program.objects.visible_to(user))


def test_an_open_program_is_seen_by_everybody(open_program: Program, stranger: User) -> None:
    assert seen(stranger) == {open_program}


@pytest.mark.parametrize("state", [S.DRAFT, S.MATCHING, S.RUNNING, S.CLOSING, S.CLOSED])
def test_a_program_that_is_not_open_is_seen_by_those_in_it(
    state: str, mentor: User, stranger: User
) -> None:
    program = make_program(state=state)
    make_enrollment(program, mentor, Role.MENTOR)
    assert (seen(mentor), seen(stranger)) == ({program}, set())


def test_coordinators_see_their_own_and_hr_sees_all(
    program: Program, coordinator: User, other_coordinator: User, hr_admin: User
) -> None:
    assert seen(coordinator) == {program}
    assert program not in seen(other_coordinator)
    assert len(seen(hr_admin)) == 2


@pytest.mark.parametrize(
    ("state", "is_open", "joins"),
    [
        (S.ENROLLING, False, True),
        (S.RUNNING, True, True),
        (S.RUNNING, False, False),
        (S.CLOSING, True, False),
        (S.DRAFT, True, False),
    ],
)
def test_the_door_is_the_same_in_code_and_database(
    state: str,
    is_open: bool,  # noqa: FBT001 -- a column of the table
    joins: bool,  # noqa: FBT001 -- a column of the table
    db: None,
) -> None:
    program = make_program(state=state, kind=ProgramKind.ALWAYS_ON, enrollment_open=is_open)
    assert program.is_open_to_join is joins
    assert Program.objects.open_to_join().exists() is joins


def test_ones_own_place_is_ones_own(
    place: Enrollment, mentor: User, coordinator: User, stranger: User, other_coordinator: User
) -> None:
    people = (mentor, coordinator, stranger, other_coordinator)
    visible = [Enrollment.objects.visible_to(who).exists() for who in people]
    assert visible == [True, True, False, False]


def test_places_are_listed_newest_first(mentor: User) -> None:
    old = make_enrollment(make_program("Old"), mentor, Role.MENTOR)
    new = make_enrollment(
        make_program("New"), mentor, Role.MENTOR, created_at=START + timedelta(days=1)
    )
    assert places_of(mentor) == [new, old]


def test_people_of_a_program_are_listed_by_name(program: Program) -> None:
    for name in ("Zoe", "Ana", "Mia"):
        make_enrollment(program, make_person(name), Role.MENTOR)
    assert [place.user.display_name for place in places_in(program)] == ["Ana", "Mia", "Zoe"]


@pytest.mark.parametrize("state", [EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN])
def test_who_said_no_may_join_again(state: str, open_program: Program, stranger: User) -> None:
    make_enrollment(open_program, stranger, Role.MENTOR, state=state)
    assert programs_to_join(stranger) == [open_program]


def test_who_is_in_does_not_join_again(open_program: Program, application: Enrollment) -> None:
    assert programs_to_join(application.user) == []


def test_a_program_without_rules_shows_none(program: Program) -> None:
    assert house_rules_of(program) is None


def test_the_database_keeps_days_in_order(program: Program) -> None:
    day = program.starts_on
    with pytest.raises(IntegrityError), transaction.atomic():
        Blackout.objects.create(
            program=program, name="X", starts_on=day, ends_on=day - timedelta(days=1)
        )


def test_the_database_wants_a_last_day_of_a_cohort(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_program(ends_on=None)


def test_the_database_keeps_one_place_a_person(place: Enrollment) -> None:
    place.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.create(
            program=place.program,
            user=place.user,
            role=Role.MENTEE,
            state=EnrollmentState.APPLIED,
            created_at=START,
        )


@pytest.mark.parametrize("capacity", [0, 3])
def test_the_database_keeps_the_capacity(capacity: int, place: Enrollment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.filter(pk=place.pk).update(capacity=capacity)


def test_the_database_orders_those_kept_apart(program: Program, mentor: User, mentee: User) -> None:
    low, high = sorted((mentor, mentee), key=lambda user: user.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        NeverMatch.objects.create(program=program, first=high, second=low)
