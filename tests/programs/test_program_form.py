from datetime import date, time

import pytest

from programs.actions import ProgramFacts
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
