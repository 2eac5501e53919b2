"""Whatever a file holds, it is read or refused in words, and applied twice it is applied once."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from directory.actions import import_people, preview_people
from directory.actions.staging import pack, unpack
from directory.rules.managers import managers_first
from directory.rules.problems import Unreadable
from directory.rules.reading import read_sheet
from directory.words import about
from tests.directory.files import HEADER, csv_file

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])

NUMBERS = st.sampled_from(["1", "2", "3", "4", ""])
ADDRESSES = st.sampled_from(["a@x.de", "b@x.de", "C@x.de", "c@x.de", "", "none"])
WORDS = st.text(max_size=12) | st.sampled_from(["Ann", "Bob", "=1+1", "<b>", "{{7*7}}", "'; --"])
LEVELS = st.sampled_from(["1", "L2", "", "x"])
COUNTRIES = st.sampled_from(["DE", "Spain", "", "?"])
ROWS = st.lists(
    st.tuples(NUMBERS, ADDRESSES, WORDS, WORDS, WORDS, LEVELS, WORDS, COUNTRIES, ADDRESSES),
    max_size=6,
)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    assert all(_in_words(data))


def _in_words(data: bytes) -> list[str]:
    try:
        return [about(problem) for problem in read_sheet(data).problems]
    except Unreadable as refused:
        return [about(refused)]


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_under_a_good_header_is_read_row_by_row(text: str, encoding: str) -> None:
    data = f"Email,Name\r\n{text}".encode(encoding, errors="replace")

    sheet = read_sheet(data)

    assert sheet.total <= text.count("\n") + text.count("\r") + 1
    assert all(about(problem) for problem in sheet.problems)


@given(ROWS)
def test_what_is_packed_for_later_is_unpacked_the_same(rows: list[tuple[str, ...]]) -> None:
    sheet = read_sheet(csv_file(rows))

    again = unpack(pack(sheet))

    assert (again.people, again.problems) == (sheet.people, sheet.problems)
    assert again.cells == sheet.cells


@FEW
@given(rows=ROWS)
@pytest.mark.django_db
def test_applying_a_file_twice_is_applying_it_once(rows: list[tuple[str, ...]]) -> None:
    User.objects.all().delete()
    data = csv_file(rows, HEADER)
    seen = preview_people(data, by=None, now=NOW)

    first = import_people(data, by=None, now=NOW)
    before = list(User.objects.order_by("pk").values())
    second = import_people(data, by=None, now=NOW)

    assert (seen.created, seen.updated) == (first.created, first.updated)
    assert (second.created, second.updated) == (0, 0)
    assert list(User.objects.order_by("pk").values()) == before
    assert first.rows == first.created + first.updated + first.unchanged + first.wrong


@FEW
@given(one=ROWS, other=ROWS)
@pytest.mark.django_db
def test_two_files_in_turn_keep_every_promise_of_the_database(
    one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    User.objects.all().delete()
    for rows in (one, other, other):
        report = import_people(csv_file(rows, HEADER), by=None, now=NOW)

    people = list(User.objects.all())
    assert report.created == 0
    assert len({user.email for user in people}) == len(people)
    assert all(user.manager_id != user.pk for user in people)


@given(st.dictionaries(st.integers(0, 30), st.none() | st.integers(0, 30), max_size=30))
def test_managers_come_before_their_reports(managers: dict[int, int | None]) -> None:
    order = managers_first(managers, managers)

    place = {key: at for at, key in enumerate(order)}
    assert sorted(order) == sorted(managers)
    for key, manager in managers.items():
        if manager in place and not _on_a_circle(key, managers):
            assert manager is not None
            assert place[manager] < place[key]


def _on_a_circle(start: int, managers: dict[int, int | None]) -> bool:
    seen: set[int] = set()
    step: int | None = start
    while step is not None and step not in seen:
        seen.add(step)
        step = managers.get(step)
    return step is not None
