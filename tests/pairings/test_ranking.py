"""How well two people fit: each part of the score, and the order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairings.rules.ranking import WEIGHTS, Person, fit_of, hours_in_common, rank

TOPICS = st.frozensets(st.sampled_from(["AI", "Careers", "Sales", "Law"]))
PEOPLE = st.builds(
    Person,
    key=st.integers(1, 50),
    offers=TOPICS,
    wants=TOPICS,
    department=st.sampled_from(["", "Product", "Operations"]),
    location=st.sampled_from(["", "Lisbon", "Pune"]),
    utc_offset=st.floats(-12, 14),
    days=st.frozensets(st.integers(1, 7)),
)
PRIYA = Person(1, offers=frozenset({"AI", "Careers"}), department="Product", location="Pune")


@given(PEOPLE, PEOPLE)
def test_a_score_is_a_share_and_the_same_both_ways(one: Person, other: Person) -> None:
    there, back = fit_of(one, other), fit_of(other, one)
    assert 0 <= there.score <= 1
    assert (there.score, there.topics, there.hours) == (back.score, back.topics, back.hours)


@given(st.lists(PEOPLE, max_size=8, unique_by=lambda person: person.key))
def test_the_order_does_not_hang_on_the_order_of_the_input(others: list[Person]) -> None:
    assert rank(PRIYA, others) == rank(PRIYA, others[::-1])


def test_the_weights_make_one_whole() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"wants": frozenset({"AI"})}, {"wants": frozenset({"Law"})}),
        ({"wants": frozenset({"AI"})}, {"wants": frozenset({"AI", "Law"})}),
        ({"department": "Operations"}, {"department": "product"}),
        ({"location": "Lisbon"}, {"location": "Pune"}),
        ({"location": "Lisbon"}, {"location": ""}),
        ({"utc_offset": 1}, {"utc_offset": 6}),
        ({}, {"days": frozenset({1, 2})}),
    ],
)
def test_what_fits_better_stands_first(better: dict[str, object], worse: dict[str, object]) -> None:
    usual = Person(0, department="Product", location="Pune")
    low, high = replace(usual, key=9, **better), replace(usual, key=2, **worse)  # type: ignore[arg-type]  # the table holds fields of Person
    assert [fit.key for fit in rank(PRIYA, [high, low])] == [9, 2]


def test_topics_count_in_both_directions() -> None:
    tom = Person(2, offers=frozenset({"Law"}))
    priya = replace(PRIYA, wants=frozenset({"Law"}))
    assert fit_of(priya, tom).topics == {"Law"}


@pytest.mark.parametrize(
    ("one", "other", "hours"), [(1, 1, 8), (1, 6.5, 2.5), (-8, 8, 0), (-11, 13, 8), (0, 14, 0)]
)
def test_hours_in_common_go_round_the_clock(one: float, other: float, hours: float) -> None:
    found = hours_in_common(Person(1, utc_offset=one), Person(2, utc_offset=other))
    assert found == hours


def test_on_a_tie_the_first_key_stands_first() -> None:
    assert [fit.key for fit in rank(PRIYA, [Person(7), Person(3)])] == [3, 7]
