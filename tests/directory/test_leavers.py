"""Who left goes, who comes back returns, and nobody shuts themselves out."""

from datetime import date, datetime

import pytest

from accounts.models import User
from directory.actions import Report, import_people
from pairings.models import Pairing
from pairings.rules import PairState
from tests import builders
from tests.directory.files import csv_file

pytestmark = pytest.mark.django_db
HEADER = ("Employee id", "Email", "Name", "Status", "Termination date")


def bring_in(now: datetime, *rows: tuple[str, ...], by: User | None = None) -> Report:
    return import_people(csv_file(rows, HEADER), by=by, now=now)


@pytest.fixture
def ann(db: None) -> User:
    return builders.make_person("Ann", email="ann@example.com", employee_id="1")


def ann_says(status: str = "", day: str = "") -> tuple[str, ...]:
    return "1", "ann@example.com", "Ann", status, day


@pytest.mark.parametrize(
    ("status", "day", "left_on"),
    [
        ("terminated", "2026-10-31", date(2026, 10, 31)),
        ("", "2026-10-31", date(2026, 10, 31)),
        ("inactive", "", date(2026, 11, 23)),
    ],
)
def test_a_leaver_is_let_go_once(
    now: datetime, ann: User, status: str, day: str, left_on: date
) -> None:
    first = bring_in(now, ann_says(status, day))
    second = bring_in(now, ann_says(status, day))

    ann.refresh_from_db()
    assert (ann.is_active, ann.left_on) == (False, left_on)
    assert (first.updated, second.updated, second.unchanged) == (1, 0, 1)


def test_a_leavers_pair_ends(now: datetime, pair: Pairing) -> None:
    User.objects.filter(pk=pair.mentor_id).update(employee_id="77")
    row = ("77", pair.mentor.email, pair.mentor.display_name, "left", "")

    bring_in(now, row)

    pair.refresh_from_db()
    assert pair.state == PairState.ENDED


def test_somebody_who_leaves_later_stays_until_then(now: datetime, ann: User) -> None:
    report = bring_in(now, ann_says("active", "2026-12-31"))

    ann.refresh_from_db()
    assert ann.is_here
    assert [one.code for one in report.problems] == ["leaves_later"]


def test_the_last_day_is_still_one(now: datetime, ann: User) -> None:
    bring_in(now, ann_says(day="2026-11-23"))

    ann.refresh_from_db()
    assert ann.is_here


def test_a_status_counts_more_than_an_earlier_end(now: datetime, ann: User) -> None:
    report = bring_in(now, ann_says("active", "2020-01-31"))

    ann.refresh_from_db()
    assert ann.is_here
    assert report.updated == 0


def test_somebody_who_comes_back_is_let_in_again(now: datetime, ann: User) -> None:
    bring_in(now, ann_says("left"))

    report = bring_in(now, ann_says("active"))

    ann.refresh_from_db()
    assert ann.is_here
    assert report.updated == 1


def test_who_left_is_not_changed_by_a_file_without_a_status(now: datetime, ann: User) -> None:
    bring_in(now, ann_says("left"))

    report = bring_in(now, ("1", "ann@example.com", "Ann Smith", "", ""))

    ann.refresh_from_db()
    assert ann.display_name == "Ann"
    assert [one.code for one in report.problems] == ["has_left"]


def test_a_stranger_who_left_is_not_created(now: datetime) -> None:
    report = bring_in(now, ann_says("left"))

    assert (report.created, report.unchanged, report.wrong) == (0, 1, 0)
    assert not User.objects.exists()


def test_nobody_shuts_themselves_out(now: datetime, hr_admin: User) -> None:
    User.objects.filter(pk=hr_admin.pk).update(employee_id="1")
    row = ("1", hr_admin.email, hr_admin.display_name, "left", "")

    report = bring_in(now, row, by=hr_admin)

    hr_admin.refresh_from_db()
    assert hr_admin.is_here
    assert [one.code for one in report.problems] == ["yourself"]
