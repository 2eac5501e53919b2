from datetime import date, datetime

import pytest

from accounts.models import User
from core.errors import Forbidden, Refusal
from core.models import AuditEvent
from programs.actions import ProgramFacts, create_program
from programs.models import Program
from programs.rules import ProgramState, StaffRole

FACTS = ProgramFacts(
    name="Spring 2027",
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 8, 31),
    topics=("AI at work", "Careers", "AI at work"),
)


def test_a_new_program_is_a_draft(hr_admin: User, now: datetime) -> None:
    program = create_program(by=hr_admin, facts=FACTS, now=now)
    assert program.state == ProgramState.DRAFT


def test_what_was_said_is_kept(hr_admin: User, now: datetime) -> None:
    program = create_program(by=hr_admin, facts=FACTS, now=now)
    program.refresh_from_db()
    assert (program.name, program.starts_on, program.ends_on) == (
        FACTS.name,
        FACTS.starts_on,
        FACTS.ends_on,
    )


def test_each_topic_is_there_once(hr_admin: User, now: datetime) -> None:
    program = create_program(by=hr_admin, facts=FACTS, now=now)
    assert sorted(topic.name for topic in program.topics.all()) == ["AI at work", "Careers"]


def test_its_creator_coordinates_it(hr_admin: User, now: datetime) -> None:
    program = create_program(by=hr_admin, facts=FACTS, now=now)
    assert program.staff.get().user == hr_admin
    assert program.staff.get().role == StaffRole.COORDINATOR


def test_creating_is_audited(hr_admin: User, now: datetime) -> None:
    program = create_program(by=hr_admin, facts=FACTS, now=now)
    event = AuditEvent.objects.get(subject_uid=program.uid)
    assert (event.verb, event.actor_id) == ("create", hr_admin.pk)


def test_only_hr_creates_programs(coordinator: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        create_program(by=coordinator, facts=FACTS, now=now)
    assert not Program.objects.filter(name=FACTS.name).exists()


def test_a_taken_name_is_refused_in_words(hr_admin: User, now: datetime) -> None:
    create_program(by=hr_admin, facts=FACTS, now=now)
    with pytest.raises(Refusal, match="already a program called “Spring 2027”"):
        create_program(by=hr_admin, facts=FACTS, now=now)
    assert Program.objects.filter(name=FACTS.name).count() == 1
