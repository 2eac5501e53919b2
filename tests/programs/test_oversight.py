import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from programs.models import Program, ProgramStaff
from programs.permissions import can_coordinate, can_coordinate_any, can_create_program
from programs.queries import (
    coordinators_of,
    free_coordinators,
    lines_above,
    overseer_where_nobody_is_free,
)
from programs.rules import StaffRole
from tests.builders import make_person


@pytest.fixture
def boss(db: None) -> User:
    """At the top of everybody's line."""
    return make_person("Bea Boss", level=9)


def under(manager: User, *people: User) -> None:
    for person in people:
        person.manager = manager
        person.save(update_fields=["manager"])


def test_lines_are_read_nearest_first(boss: User, mentee: User, mentor: User) -> None:
    under(boss, mentee)
    under(mentee, mentor)
    assert lines_above([mentor.pk]) == {mentor.pk: (mentee.pk, boss.pk)}


def test_a_cycle_in_the_data_ends(boss: User, mentee: User) -> None:
    under(boss, mentee)
    under(mentee, boss)
    assert mentee.pk in lines_above([boss.pk])[boss.pk]


def test_many_lines_cost_one_query(boss: User, mentor: User, mentee: User) -> None:
    under(boss, mentor, mentee)
    with CaptureQueriesContext(connection) as queries:
        lines_above([boss.pk, mentor.pk, mentee.pk])
    assert len(queries) == 1


def test_coordinators_come_before_deputies_and_hr(
    program: Program, coordinator: User, hr_admin: User, stranger: User
) -> None:
    ProgramStaff.objects.create(program=program, user=stranger, role=StaffRole.DEPUTY)
    assert coordinators_of(program) == [coordinator, stranger, hr_admin]


def test_a_coordinator_who_left_is_not_asked(program: Program, coordinator: User) -> None:
    coordinator.is_active = False
    coordinator.save(update_fields=["is_active"])
    assert coordinators_of(program) == []


def test_who_stands_in_the_line_is_not_free(
    program: Program, coordinator: User, hr_admin: User, mentor: User, mentee: User
) -> None:
    under(coordinator, mentor)
    assert free_coordinators(program, [mentor.pk, mentee.pk]) == [hr_admin]


def test_nobody_is_named_while_somebody_is_free(
    program: Program, coordinator: User, mentor: User
) -> None:
    assert overseer_where_nobody_is_free(program, [mentor.pk]) is None


def test_where_nobody_is_free_the_farthest_hr_admin_is_named(
    program: Program, hr_admin: User, boss: User, mentee: User
) -> None:
    near = make_person("Nia Near", is_hr_admin=True)
    under(boss, mentee, near)
    under(mentee, hr_admin)
    assert overseer_where_nobody_is_free(program, [boss.pk]) == hr_admin


def test_a_coordinator_is_never_named_by_exception(
    program: Program, coordinator: User, boss: User
) -> None:
    under(boss, coordinator)
    assert overseer_where_nobody_is_free(program, [boss.pk]) is None


def test_an_hr_admin_does_not_oversee_themselves(program: Program, hr_admin: User) -> None:
    assert overseer_where_nobody_is_free(program, [hr_admin.pk]) is None


def test_who_runs_a_program(
    program: Program, coordinator: User, other_coordinator: User, hr_admin: User, stranger: User
) -> None:
    may = [
        can_coordinate(who, program) for who in (coordinator, hr_admin, other_coordinator, stranger)
    ]
    assert may == [True, True, False, False]


def test_who_runs_any_program(coordinator: User, hr_admin: User, stranger: User) -> None:
    assert [can_coordinate_any(who) for who in (coordinator, hr_admin, stranger)] == [
        True,
        True,
        False,
    ]


def test_who_creates_programs(coordinator: User, hr_admin: User) -> None:
    assert [can_create_program(who) for who in (coordinator, hr_admin)] == [False, True]
