"""The demo's people: the file holds what the story needs and the import reads all of it."""

import csv
from collections import Counter
from datetime import datetime

import pytest

from accounts.models import User
from directory.actions import import_people
from mentoring.demo.people import PEOPLE
from mentoring.demo.story import LOGINS

ROWS = list(csv.DictReader(PEOPLE.read_text(encoding="utf-8").splitlines()))
MANAGERS = {row["Employee ID"]: row["Manager ID"] for row in ROWS}


def _height(key: str) -> int:
    return 1 + _height(MANAGERS[key]) if MANAGERS[key] else 1


def test_it_is_a_company_of_many_places() -> None:
    assert 250 <= len(ROWS) <= 270
    assert len({row["Department"] for row in ROWS}) == 8
    assert {row["Grade"] for row in ROWS} == {"L1", "L2", "L3", "L4", "L5"}
    assert len({row["Country"] for row in ROWS}) == 6
    assert len({row["Time zone"] for row in ROWS}) == 6


def test_nobody_is_in_it_twice() -> None:
    for column in ("Employee ID", "Name", "Work Email"):
        assert Counter(row[column] for row in ROWS).most_common(1)[0][1] == 1


def test_everybody_works_for_somebody_more_senior_but_one() -> None:
    grades = {row["Employee ID"]: row["Grade"] for row in ROWS}
    tops = [key for key, manager in MANAGERS.items() if not manager]
    assert tops == ["V001"]
    assert all(
        grades[manager] > grades[key] or manager == "V001"
        for key, manager in MANAGERS.items()
        if manager
    )
    assert max(_height(key) for key in MANAGERS) in (4, 5)


def test_egypt_rests_on_friday() -> None:
    weeks = {(row["Country"], row["Working week"]) for row in ROWS}
    assert ("EG", "Sun-Thu") in weeks
    assert len(weeks) == 6


@pytest.mark.django_db
def test_the_import_takes_every_row(hr_admin: User, now: datetime) -> None:
    import_people(PEOPLE.read_bytes(), by=hr_admin, now=now)
    people = {user.employee_id: user for user in User.objects.exclude(employee_id=None)}
    assert set(people) == set(MANAGERS)
    assert people["V034"].manager == people["V024"]
    assert people["V031"].working_week == "12347"
    assert people["V041"].display_name == "Mateo García"


def test_logins_are_people_of_the_company() -> None:
    assert {email for _label, email in LOGINS} <= {row["Work Email"] for row in ROWS}
