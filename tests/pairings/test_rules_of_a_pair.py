from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairings.rules import (
    NEVER_OVERRIDDEN,
    RULES_OF_OPEN_PAIRS,
    Between,
    Candidate,
    Rule,
    broken_rules,
    end_of_pair,
    months_after,
)
from programs.rules import Role

MENTOR = Candidate(1, Role.MENTOR, level=2, languages=frozenset({"en"}), line=(10, 11))
MENTEE = Candidate(2, Role.MENTEE, level=6, languages=frozenset({"en", "de"}), line=(20,))
BETWEEN = Between()


def test_a_valid_pair_breaks_nothing() -> None:
    assert broken_rules(MENTOR, MENTEE, BETWEEN) == []


@pytest.mark.parametrize(
    ("mentor", "mentee", "rule"),
    [
        ({"level": 5}, {}, Rule.LEVEL_GAP),
        ({"level": 6}, {}, Rule.LEVEL_GAP),
        ({"level": 9}, {}, Rule.LEVEL_GAP),
        ({"level": None}, {}, Rule.LEVEL_UNKNOWN),
        ({}, {"level": None}, Rule.LEVEL_UNKNOWN),
        ({"line": (2,)}, {}, Rule.REPORTING_LINE),
        ({"line": (10, 11, 2)}, {}, Rule.REPORTING_LINE),
        ({}, {"line": (1,)}, Rule.REPORTING_LINE),
        ({"line": (10, 2)}, {}, Rule.REPORTS_TO_DIRECT_REPORT),
        ({"is_active": False}, {}, Rule.NOT_ACTIVE),
        ({}, {"is_active": False}, Rule.NOT_ACTIVE),
        ({"is_enrolled": False}, {}, Rule.NOT_ENROLLED),
        ({}, {"is_available": False}, Rule.NOT_AVAILABLE),
        ({"open_pairs": 1}, {}, Rule.CAPACITY),
        ({}, {"open_pairs": 2, "capacity": 2}, Rule.CAPACITY),
        ({"languages": frozenset({"fr"})}, {}, Rule.NO_SHARED_LANGUAGE),
        ({"languages": frozenset()}, {}, Rule.NO_SHARED_LANGUAGE),
    ],
)
def test_each_rule_is_named(
    mentor: dict[str, object], mentee: dict[str, object], rule: Rule
) -> None:
    one = replace(MENTOR, **mentor)  # type: ignore[arg-type]  # the table names the fields
    other = replace(MENTEE, **mentee)  # type: ignore[arg-type]  # the table names the fields
    assert broken_rules(one, other, BETWEEN) == [rule]


@pytest.mark.parametrize(
    ("between", "rule"),
    [
        (Between(never_match=True), Rule.NEVER_MATCH),
        (Between(already_paired=True), Rule.ALREADY_PAIRED),
        (Between(min_level_gap=5), Rule.LEVEL_GAP),
    ],
)
def test_each_rule_between_two_is_named(between: Between, rule: Rule) -> None:
    assert broken_rules(MENTOR, MENTEE, between) == [rule]


def test_the_gap_is_met_exactly() -> None:
    assert broken_rules(replace(MENTOR, level=4), MENTEE, BETWEEN) == []


def test_a_second_pair_fits_a_raised_capacity() -> None:
    assert broken_rules(replace(MENTOR, open_pairs=1, capacity=2), MENTEE, BETWEEN) == []


def test_the_same_person_is_said_before_anything_about_rank() -> None:
    assert broken_rules(MENTOR, replace(MENTEE, person=1), BETWEEN)[0] == Rule.SAME_PERSON


def test_every_broken_rule_is_named_at_once() -> None:
    mentor = replace(MENTOR, level=6, is_active=False, languages=frozenset())
    assert broken_rules(mentor, MENTEE, BETWEEN) == [
        Rule.LEVEL_GAP,
        Rule.NOT_ACTIVE,
        Rule.NO_SHARED_LANGUAGE,
    ]


@given(
    mentor=st.one_of(st.none(), st.integers(0, 20)),
    mentee=st.one_of(st.none(), st.integers(0, 20)),
    gap=st.integers(1, 5),
)
def test_a_mentor_is_always_the_junior_one(
    mentor: int | None, mentee: int | None, gap: int
) -> None:
    found = broken_rules(replace(MENTOR, level=mentor), replace(MENTEE, level=mentee), Between(gap))
    is_junior = mentor is not None and mentee is not None and mentee - mentor >= gap
    assert (found == []) is is_junior


def test_rank_and_line_are_never_overridden() -> None:
    assert {
        Rule.LEVEL_GAP,
        Rule.LEVEL_UNKNOWN,
        Rule.REPORTING_LINE,
        Rule.REPORTS_TO_DIRECT_REPORT,
    } <= NEVER_OVERRIDDEN


def test_a_reason_can_outweigh_three_rules() -> None:
    assert set(Rule) - NEVER_OVERRIDDEN == {
        Rule.NOT_AVAILABLE,
        Rule.NEVER_MATCH,
        Rule.NO_SHARED_LANGUAGE,
    }


def test_a_live_pair_is_not_measured_by_what_limits_new_ones() -> None:
    assert not RULES_OF_OPEN_PAIRS & {Rule.CAPACITY, Rule.NOT_AVAILABLE, Rule.ALREADY_PAIRED}


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_are_clamped_to_the_end(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


@pytest.mark.parametrize(
    ("program_ends_on", "is_always_on", "end"),
    [
        (date(2027, 3, 31), False, date(2027, 3, 31)),
        (None, True, date(2027, 5, 23)),
        (date(2027, 3, 31), True, date(2027, 3, 31)),
        (date(2029, 3, 31), True, date(2027, 5, 23)),
        (date(2029, 3, 31), False, date(2029, 3, 31)),
    ],
)
def test_a_pair_ends_with_its_program_or_after_six_months(
    program_ends_on: date | None,
    is_always_on: bool,  # noqa: FBT001 -- a column of the table
    end: date,
) -> None:
    assert end_of_pair(date(2026, 11, 23), program_ends_on, is_always_on=is_always_on) == end
