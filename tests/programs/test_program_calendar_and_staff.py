from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from programs.actions import (
    add_blackout,
    add_never_match,
    add_staff,
    remove_blackout,
    remove_never_match,
    remove_staff,
)
from programs.models import NeverMatch, Program, ProgramStaff
from programs.rules import ProgramState, StaffRole
from tests.builders import make_person

YEAR_END = (date(2026, 12, 21), date(2027, 1, 1))


def test_a_blackout_is_added_once(program: Program, coordinator: User, now: datetime) -> None:
    for _ in range(2):
        add_blackout(program=program, name="Year end", days=YEAR_END, by=coordinator, now=now)
    assert program.blackouts.count() == 1


def test_a_blackout_counts_as_a_change_of_the_program(
    program: Program, coordinator: User, now: datetime
) -> None:
    add_blackout(program=program, name="Year end", days=YEAR_END, by=coordinator, now=now)
    before = program.revision
    program.refresh_from_db()
    assert program.revision == before + 1


def test_days_in_the_wrong_order_are_refused(
    program: Program, coordinator: User, now: datetime
) -> None:
    days = (YEAR_END[1], YEAR_END[0])
    with pytest.raises(Refusal, match="lies before the first"):
        add_blackout(program=program, name="Year end", days=days, by=coordinator, now=now)


def test_a_blackout_is_removed_and_stays_gone(
    program: Program, coordinator: User, now: datetime
) -> None:
    blackout = add_blackout(
        program=program, name="Year end", days=YEAR_END, by=coordinator, now=now
    )
    for _ in range(2):
        remove_blackout(blackout=blackout, by=coordinator, now=now)
    assert not program.blackouts.exists()


def test_a_closed_program_keeps_its_days(
    program: Program, coordinator: User, now: datetime
) -> None:
    blackout = add_blackout(
        program=program, name="Year end", days=YEAR_END, by=coordinator, now=now
    )
    program.state = ProgramState.CLOSED
    program.save()
    with pytest.raises(Refusal, match="stays as it was"):
        remove_blackout(blackout=blackout, by=coordinator, now=now)
    assert program.blackouts.get() == blackout


def test_strangers_close_no_days(program: Program, stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        add_blackout(program=program, name="Mine", days=YEAR_END, by=stranger, now=now)


def test_hr_makes_somebody_a_coordinator(
    program: Program, hr_admin: User, stranger: User, now: datetime
) -> None:
    add_staff(program=program, user=stranger, role=StaffRole.DEPUTY, by=hr_admin, now=now)
    assert Program.objects.coordinated_by(stranger).get() == program


def test_a_coordinator_chooses_no_coordinators(
    program: Program, coordinator: User, stranger: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        add_staff(program=program, user=stranger, role=StaffRole.DEPUTY, by=coordinator, now=now)


def test_somebody_who_left_gets_no_role(program: Program, hr_admin: User, now: datetime) -> None:
    gone = make_person(left_on=date(2026, 10, 1))
    with pytest.raises(Refusal, match="has left"):
        add_staff(program=program, user=gone, role=StaffRole.DEPUTY, by=hr_admin, now=now)


def test_a_role_is_taken_back(
    program: Program, hr_admin: User, coordinator: User, now: datetime
) -> None:
    staff = ProgramStaff.objects.get(program=program, user=coordinator)
    for _ in range(2):
        remove_staff(staff=staff, by=hr_admin, now=now)
    assert not Program.objects.coordinated_by(coordinator).exists()


def test_a_sponsor_does_not_run_the_program(
    program: Program, hr_admin: User, stranger: User, now: datetime
) -> None:
    add_staff(program=program, user=stranger, role=StaffRole.SPONSOR, by=hr_admin, now=now)
    assert not Program.objects.coordinated_by(stranger).exists()


def test_two_people_are_kept_apart_once_in_either_order(
    program: Program, coordinator: User, mentor: User, mentee: User, now: datetime
) -> None:
    add_never_match(program=program, one=mentor, other=mentee, by=coordinator, now=now)
    add_never_match(program=program, one=mentee, other=mentor, by=coordinator, now=now)
    assert NeverMatch.objects.count() == 1


def test_nobody_is_kept_apart_from_themselves(
    program: Program, coordinator: User, mentor: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="two different people"):
        add_never_match(program=program, one=mentor, other=mentor, by=coordinator, now=now)


def test_keeping_apart_ends(
    program: Program, coordinator: User, mentor: User, mentee: User, now: datetime
) -> None:
    kept = add_never_match(program=program, one=mentor, other=mentee, by=coordinator, now=now)
    for _ in range(2):
        remove_never_match(never_match=kept, by=coordinator, now=now)
    assert not NeverMatch.objects.exists()
