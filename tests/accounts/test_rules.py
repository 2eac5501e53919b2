"""Names of places, lines of a company, one-line texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.queries import line_of, managers_map
from accounts.rules import chain_of, is_time_zone, may_sign_up, tidy_line
from accounts.rules.places import (
    find_country,
    find_language,
    find_time_zone,
    language_name,
    languages,
    zone_of_country,
)
from tests import builders


@pytest.mark.parametrize(
    ("email", "is_one"),
    [
        ("a@example.com", True),
        ("a@EXAMPLE.com", True),
        ("a@example.com.evil.org", False),
        ("a@sub.example.com", False),
        ("example.com", False),
        ("@example.com@evil.org", False),
    ],
)
def test_the_domain_behind_the_last_at_counts(email: str, *, is_one: bool) -> None:
    assert may_sign_up(email, ["Example.com"]) is is_one
    assert not may_sign_up(email, [])


@given(st.text(max_size=60))
def test_a_tidy_line_is_one_line_and_stays_tidy(text: str) -> None:
    line = tidy_line(text)

    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert tidy_line(line) == line
    assert "\u202e" not in line


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12), max_size=12))
def test_a_chain_holds_everybody_above_and_below(managers: dict[int, int | None]) -> None:
    for person, manager in managers.items():
        chain = chain_of(person, managers)
        assert person not in chain
        if manager is not None and manager != person:
            assert manager in chain


def test_a_line_in_the_database_is_the_chain_and_oneself(db: None) -> None:
    boss = builders.make_person("Boss")
    middle = builders.make_person("Middle", manager=boss)
    report = builders.make_person("Report", manager=middle)
    builders.make_person("Peer", manager=boss)

    assert line_of(middle) == chain_of(middle.pk, managers_map()) | {middle.pk}
    assert line_of(report) == {boss.pk, middle.pk, report.pk}


def test_a_circle_in_the_data_ends(db: None) -> None:
    one = builders.make_person("One")
    two = builders.make_person("Two", manager=one)
    User.objects.filter(pk=one.pk).update(manager=two)

    assert line_of(User.objects.get(pk=one.pk)) == {one.pk, two.pk}


def test_every_place_of_the_tables_is_found_by_its_own_name() -> None:
    assert all(find_language(one.own_name) for one in languages())
    assert all(language_name(one.code) == one.own_name for one in languages())
    assert find_country("Deutschland") == find_country("germany") == find_country("DEU") == "DE"
    assert zone_of_country("DE") == find_time_zone("W. Europe Standard Time") == "Europe/Berlin"


@pytest.mark.parametrize("name", ["Factory", "localtime", "", "../etc/passwd", "europe/berlin"])
def test_what_is_no_place_is_no_time_zone(name: str) -> None:
    assert not is_time_zone(name)
