from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from accounts.models import User
from core.errors import Refusal
from programs.actions import ProgramFacts, create_program, edit_program
from programs.forms import ProgramForm
from programs.models import Program
from tests.builders import make_program


def answers(**changes: object) -> dict[str, object]:
    return {
        "name": "Spring 2027",
        "kind": "cohort",
        "purpose": "To learn",
        "starts_on": "2027-03-01",
        "ends_on": "2027-08-31",
        "time_zone": "Europe/Berlin",
        "cadence": "monthly",
        "minutes": "45",
        "min_level_gap": "2",
        "change_weekday": "4",
        "change_time": "10:00",
        "topics": " AI  at work\n\nCareers\nAI at work\n",
    } | changes


def test_what_was_said_becomes_facts(db: None) -> None:
    form = ProgramForm(answers())
    assert form.is_valid()
    assert form.facts() == ProgramFacts(
        name="Spring 2027",
        kind="cohort",
        purpose="To learn",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 8, 31),
        time_zone="Europe/Berlin",
        cadence="monthly",
        minutes=45,
        min_level_gap=2,
        change_weekday=4,
        change_time=time(10),
        topics=("AI at work", "Careers"),
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "required"),
        ("name", "x" * 121, "at most 120"),
        ("ends_on", "", "A cohort needs a last day"),
        ("ends_on", "2027-03-01", "must come after the first"),
        ("ends_on", "9999-12-31", "between 2000 and 2100"),
        ("starts_on", "1900-01-01", "between 2000 and 2100"),
        ("starts_on", "31.12.2027", "valid date"),
        ("minutes", "0", "greater than or equal to 15"),
        ("minutes", "-5", "greater than or equal to 15"),
        ("minutes", "1000000000", "less than or equal to 480"),
        ("minutes", "NaN", "whole number"),
        ("min_level_gap", "0", "greater than or equal to 1"),
        ("cadence", "-1", "available choices"),
        ("time_zone", "Mars/Olympus", "available choices"),
        ("change_weekday", "8", "available choices"),
        ("change_time", "25:00", "valid time"),
        ("topics", "x" * 81, "80 characters"),
        ("topics", "\n".join(str(n) for n in range(61)), "60 topics"),
        ("purpose", "x" * 2001, "at most 2000"),
    ],
)
def test_bad_answers_are_named_beside_the_field(
    field: str, value: str, message: str, db: None
) -> None:
    form = ProgramForm(answers(**{field: value}))
    assert not form.is_valid()
    assert message in str(form.errors[field])


def test_an_always_on_program_needs_no_last_day(db: None) -> None:
    assert ProgramForm(answers(kind="always_on", ends_on="")).is_valid()


def test_a_taken_name_is_named(db: None) -> None:
    make_program("SPRING 2027")
    assert "already a program" in str(ProgramForm(answers()).errors["name"])


def test_a_program_keeps_its_own_name(db: None) -> None:
    program = make_program("Spring 2027")
    assert ProgramForm(answers(), program=program).is_valid()


def test_the_form_starts_from_what_is_stored(program: Program) -> None:
    form = ProgramForm(program=program)
    assert form["name"].value() == "Autumn 2026"
    assert form["topics"].value() == "AI at work\nCareers"
    assert form["revision"].value() == 0


def test_differences_name_what_another_person_changed(program: Program) -> None:
    typed = {
        name: field.value() for name, field in ((f.name, f) for f in ProgramForm(program=program))
    }
    form = ProgramForm(typed | {"purpose": "Mine"}, program=program)
    program.purpose = "Theirs"
    assert [(d.label, d.typed, d.stored) for d in form.differences(program)] == [
        ("What is it for?", "Mine", "Theirs")
    ]


BERLIN_NINE = datetime(2027, 2, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "time", "expected"),
    [
        ("Europe/Berlin", "09:00", BERLIN_NINE),
        ("Europe/Berlin", "", BERLIN_NINE),
        ("Asia/Kolkata", "09:00", datetime(2027, 2, 15, 3, 30, tzinfo=UTC)),
        ("Pacific/Auckland", "09:00", datetime(2027, 2, 14, 20, tzinfo=UTC)),
    ],
)
def test_an_announcement_is_read_in_the_zone_of_the_program(
    zone: str, time: str, expected: datetime, db: None
) -> None:
    said = {"announce_on": "2027-02-15", "announce_time": time, "time_zone": zone}
    form = ProgramForm(answers(**said))
    assert form.is_valid(), form.errors
    assert form.facts().announce_at == expected


def test_without_a_day_there_is_no_announcement(db: None) -> None:
    form = ProgramForm(answers(announce_time="09:00"))
    assert form.is_valid()
    assert form.facts().announce_at is None


def test_a_stored_announcement_stays_to_the_second(db: None) -> None:
    at = datetime(2027, 2, 15, 8, 0, 12, 345, tzinfo=UTC)
    program = make_program(announce_at=at)
    form = ProgramForm(answers(announce_on="2027-02-15", announce_time="09:00"), program=program)
    assert form.is_valid()
    assert form.facts().announce_at == at


def test_what_was_announced_can_no_longer_be_moved(db: None) -> None:
    at = datetime(2027, 2, 15, 8, tzinfo=UTC)
    program = make_program(announce_at=at, announced_at=at)
    form = ProgramForm(answers(announce_on="2027-02-20"), program=program)
    assert form.is_valid()
    assert form.facts().announce_at == at


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"announce_at": datetime(2026, 11, 23, 9, tzinfo=UTC)}, "still to come"),
        ({"announce_at": datetime(2027, 8, 30, 23, tzinfo=UTC)}, "before the last day"),
        ({"announce_at": BERLIN_NINE, "kind": "always_on"}, "of a cohort"),
    ],
)
def test_an_announcement_that_makes_no_sense_is_refused(
    changes: dict[str, Any], match: str, hr_admin: User, now: datetime
) -> None:
    form = ProgramForm(answers())
    assert form.is_valid()
    with pytest.raises(Refusal, match=match) as refused:
        create_program(by=hr_admin, facts=replace(form.facts(), **changes), now=now)
    form.refuse(refused.value)
    assert list(form.errors) == ["announce_on"]
    assert not Program.objects.exists()


def test_after_the_announcement_the_day_is_fixed(
    program: Program, coordinator: User, now: datetime
) -> None:
    Program.objects.filter(pk=program.pk).update(announce_at=now, announced_at=now)
    form = ProgramForm(answers())
    assert form.is_valid()
    facts = replace(form.facts(), announce_at=BERLIN_NINE)
    with pytest.raises(Refusal, match="announced already"):
        edit_program(program=program, by=coordinator, facts=facts, revision=0, now=now)
