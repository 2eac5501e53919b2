"""Expected and held meetings, and the share that they make."""

import pytest

from core.days import add_counted_days
from meetings.rules.attainment import Attainment, read_attainment
from programs.cadence import Terms
from programs.rules import Cadence
from tests.meetings.rhythm_cases import at, closed, day, held, pair

# Points: 19 Jan, 19 Feb, 19 Mar, ...
START = "2026-01-05"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-05 10:00", 0),
        ("2026-01-19 23:59", 0),
        ("2026-01-20 00:00", 1),
        ("2026-02-19 23:59", 1),
        ("2026-02-20 00:00", 2),
        ("2026-07-20 00:00", 7),
    ],
)
def test_a_point_is_passed_when_its_day_is_over(now: str, expected: int) -> None:
    assert read_attainment(pair(START), at(now)).expected == expected


def test_attainment_is_undefined_until_a_meeting_was_expected() -> None:
    met_early = pair(START, Cadence.MONTHLY, held("a", "2026-01-07"))
    early = read_attainment(met_early, at("2026-01-19 12:00"))
    assert early == Attainment(0, 1, at("2026-01-20"))
    assert early.share is None
    assert read_attainment(met_early, at("2026-01-20")).share == 1.0


def test_attainment_is_at_most_1() -> None:
    facts = pair(START, Cadence.MONTHLY, held("a", "2026-01-07"), held("b", "2026-01-09"))
    assert read_attainment(facts, at("2026-01-21")).share == 1.0


def test_a_monthly_pair_that_meets_every_60_days_shows_half() -> None:
    days = ["2026-01-19", "2026-03-20", "2026-05-19", "2026-07-18", "2026-09-16", "2026-11-15"]
    facts = pair(START, Cadence.MONTHLY, *(held(each, each) for each in days))
    assert read_attainment(facts, at("2027-01-05 09:00")) == Attainment(12, 6, None)
    assert read_attainment(facts, at("2027-01-05 09:00")).share == 0.5


def test_points_after_the_term_are_not_expected() -> None:
    facts = pair(START, ends="2026-03-19")
    assert read_attainment(facts, at("2026-03-19 12:00")) == Attainment(2, 0, at("2026-03-20"))
    assert read_attainment(facts, at("2026-03-20")) == Attainment(3, 0)
    assert read_attainment(facts, at("2028-01-01")) == Attainment(3, 0)


def test_days_that_did_not_count_move_the_points_on() -> None:
    facts = pair(START, days_off=closed("2026-01-26..2026-02-08"))
    moved = add_counted_days(day("2026-02-19"), 14, facts.closed)
    assert moved == day("2026-03-05")
    assert read_attainment(facts, at("2026-03-05")).expected == 1
    assert read_attainment(facts, at("2026-03-06")).expected == 2


def test_an_amendment_neither_forgives_nor_adds_what_has_passed() -> None:
    held_once = held("a", "2026-01-15")
    monthly = Terms(Cadence.MONTHLY, day(START))
    weekly = Terms(Cadence.WEEKLY, day("2026-03-10"))
    facts = pair(START, Cadence.MONTHLY, held_once, terms=(monthly, weekly))
    # Kept: 19 Jan and 19 Feb. Restarted at 19 Feb: the first of its weeks since 10 Mar is 12 Mar.
    assert read_attainment(facts, at("2026-03-10")) == Attainment(2, 1, at("2026-03-13"))
    assert read_attainment(facts, at("2026-03-13")).expected == 3
    assert read_attainment(facts, at("2026-03-20")).expected == 4


def test_a_pair_away_for_good_is_expected_nothing_more() -> None:
    facts = pair(START, days_off=closed("2026-01-25.."))
    assert read_attainment(facts, at("2026-12-01")) == Attainment(1, 0)
