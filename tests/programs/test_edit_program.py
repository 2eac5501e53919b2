from dataclasses import replace
from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal, Stale
from programs.actions import ProgramFacts, edit_program
from programs.models import Program
from programs.rules import ProgramKind, ProgramState, Role
from tests.builders import make_enrollment, make_program

FACTS = ProgramFacts(
    name="Autumn 2026",
    starts_on=date(2026, 9, 1),
    ends_on=date(2027, 2, 28),
    topics=("AI at work", "Careers"),
)


def edit(program: Program, by: User, now: datetime, **changes: object) -> Program:
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]  # a test names the fields
    return edit_program(program=program, by=by, facts=facts, revision=program.revision, now=now)


def test_a_coordinator_edits_their_program(
    program: Program, coordinator: User, now: datetime
) -> None:
    edit(program, coordinator, now, purpose="To learn")
    program.refresh_from_db()
    assert program.purpose == "To learn"


def test_who_saves_over_another_change_is_told(
    program: Program, coordinator: User, hr_admin: User, now: datetime
) -> None:
    edit(program, hr_admin, now, purpose="First")
    with pytest.raises(Stale, match="Somebody else changed"):
        edit(program, coordinator, now, purpose="Second")
    program.refresh_from_db()
    assert program.purpose == "First"


def test_a_coordinator_of_another_program_is_refused(
    program: Program, other_coordinator: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        edit(program, other_coordinator, now, purpose="Mine")


def test_a_closed_program_stays_as_it_was(hr_admin: User, now: datetime) -> None:
    program = make_program(state=ProgramState.CLOSED)
    with pytest.raises(Refusal, match="closed"):
        edit(program, hr_admin, now, purpose="Late")


def test_the_kind_is_fixed_once_people_join(
    program: Program, hr_admin: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="can no longer change"):
        edit(program, hr_admin, now, kind=ProgramKind.ALWAYS_ON)


def test_the_kind_of_a_draft_can_change(hr_admin: User, now: datetime) -> None:
    program = make_program(state=ProgramState.DRAFT)
    edit(program, hr_admin, now, kind=ProgramKind.ALWAYS_ON)
    program.refresh_from_db()
    assert program.kind == ProgramKind.ALWAYS_ON


def test_topics_are_added_and_removed(program: Program, hr_admin: User, now: datetime) -> None:
    edit(program, hr_admin, now, topics=("Careers", "Data"))
    assert sorted(program.topics.values_list("name", flat=True)) == ["Careers", "Data"]


def test_a_topic_that_somebody_chose_stays(
    program: Program, hr_admin: User, mentor: User, now: datetime
) -> None:
    place = make_enrollment(program, mentor, Role.MENTOR)
    place.topics.set(program.topics.filter(name="AI at work"))
    with pytest.raises(Refusal, match="“AI at work” stays on the list: 1 person chose it"):
        edit(program, hr_admin, now, topics=("Careers",))
    assert program.topics.count() == 2


def test_a_name_of_another_program_is_refused(
    program: Program, hr_admin: User, now: datetime
) -> None:
    make_program("Spring 2027")
    with pytest.raises(Refusal, match="already a program"):
        edit(program, hr_admin, now, name="Spring 2027")
    program.refresh_from_db()
    assert program.name == "Autumn 2026"
