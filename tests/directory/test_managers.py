"""Who reports to whom: inside the file and outside, in any order, without circles."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from accounts.models import User
from directory.actions import Report, import_people
from tests import builders
from tests.directory.files import csv_file

pytestmark = pytest.mark.django_db
HEADER = ("Employee id", "Email", "Name", "Manager")


def bring_in(now: datetime, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Report:
    return import_people(csv_file(rows, header), by=None, now=now)


def reports_to(name: str) -> str | None:
    manager = User.objects.get(display_name=name).manager
    return manager.display_name if manager else None


def row(name: str, manager: str = "") -> tuple[str, ...]:
    return f"id-{name}", f"{name.lower()}@example.com", name, manager


@pytest.mark.parametrize("ref", ["id-Boss", "BOSS@example.com", "Boss", "Boss (id-Boss)"])
def test_a_manager_goes_by_id_address_or_name(now: datetime, ref: str) -> None:
    bring_in(now, row("Ann", ref), row("Boss"))

    assert reports_to("Ann") == "Boss"


def test_a_manager_may_stand_outside_of_the_file(now: datetime) -> None:
    builders.make_person("Big Boss", email="big@example.com", employee_id="007")

    bring_in(now, row("Ann", "007"), row("Bob", "big@example.com"), row("Cem", "boss, big"))

    assert {reports_to(name) for name in ("Ann", "Bob", "Cem")} == {"Big Boss"}


def test_a_long_line_is_written_whatever_the_order(now: datetime) -> None:
    names = [f"P{number}" for number in range(12)]
    pairs = zip(names, ["", *names], strict=False)

    bring_in(now, *reversed([row(name, f"id-{above}" if above else "") for name, above in pairs]))

    assert [reports_to(name) for name in names] == [None, *names[:-1]]


def test_the_surest_of_several_columns_counts(now: datetime) -> None:
    header = ("Employee id", "Email", "Name", "Manager", "Manager ID", "Manager email")
    rows = [(*row("Ann", "Carl"), "", "boss@example.com"), (*row("Boss"), "", ""),
            (*row("Carl"), "id-Boss", "ann@example.com")]  # fmt: skip

    bring_in(now, *rows, header=header)

    assert (reports_to("Ann"), reports_to("Carl")) == ("Boss", "Boss")


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("nobody@example.com", "no_such_manager"),
        ("id-Ann", "own_manager"),
        ("Twin", "several_managers"),
    ],
)
def test_a_manager_who_is_not_clear_is_left_out_and_named(
    now: datetime, ref: str, code: str
) -> None:
    twins = [("t1", "t1@example.com", "Twin", ""), ("t2", "t2@example.com", "Twin", "")]

    report = bring_in(now, row("Ann", ref), *twins)

    assert [(one.line, one.code) for one in report.problems] == [(2, code)]
    assert (report.created, report.wrong) == (3, 0)
    assert reports_to("Ann") is None


def test_circles_in_a_file_are_left_out_and_the_people_come_in(now: datetime) -> None:
    rows = [row("Ann", "id-Bob"), row("Bob", "id-Cem"), row("Cem", "id-Ann"), row("Dee", "id-Ann")]

    first = bring_in(now, *rows)
    second = bring_in(now, *rows)

    assert [one.code for one in first.problems] == ["manager_circle"] * 3
    assert (first.created, second.updated) == (4, 0)
    assert (reports_to("Ann"), reports_to("Dee")) == (None, "Ann")


def test_a_circle_with_what_is_stored_is_left_out(now: datetime) -> None:
    bring_in(now, row("Ann", "id-Bob"), row("Bob"))

    report = bring_in(now, row("Bob", "id-Ann"))

    assert [one.code for one in report.problems] == ["manager_circle"]
    assert (reports_to("Ann"), reports_to("Bob")) == ("Bob", None)


def test_two_people_swap_places_in_one_file(now: datetime) -> None:
    bring_in(now, row("Ann", "id-Bob"), row("Bob"))

    report = bring_in(now, row("Ann"), row("Bob", "id-Ann"))

    assert report.problems == ()
    assert (reports_to("Ann"), reports_to("Bob")) == (None, "Ann")


def test_a_manager_whose_row_is_wrong_is_nobody(now: datetime) -> None:
    wrong = ("id-Boss", "no address", "Boss", "")

    report = bring_in(now, row("Ann", "id-Boss"), wrong)

    assert [one.code for one in report.problems] == ["no_such_manager", "bad_email"]
    assert reports_to("Ann") is None


def test_a_column_without_managers_leaves_them_alone(now: datetime) -> None:
    bring_in(now, row("Ann", "id-Bob"), row("Bob"))

    bring_in(now, ("id-Ann", "Sales"), header=("Employee id", "Department"))

    assert reports_to("Ann") == "Bob"
