"""How long each cadence is, and where the points of the grid fall."""

from itertools import islice

import pytest

from core.days import NOTHING_CLOSED
from programs.cadence import (
    Terms,
    add_cadences,
    cadence_on,
    grid_points,
    grid_points_in_term,
    has_enough_points,
    length_of,
)
from programs.rules import Cadence
from tests.meetings.rhythm_cases import closed, day


@pytest.mark.parametrize(
    ("cadence", "opened", "days"),
    [
        (Cadence.WEEKLY, "2026-03-01", 7),
        (Cadence.FORTNIGHTLY, "2026-03-01", 14),
        (Cadence.EVERY_THREE_WEEKS, "2026-03-01", 21),
        (Cadence.EVERY_SIX_WEEKS, "2026-03-01", 42),
        (Cadence.MONTHLY, "2026-03-01", 31),
        (Cadence.MONTHLY, "2026-02-01", 28),
        (Cadence.MONTHLY, "2024-02-01", 29),
        (Cadence.MONTHLY, "2026-01-31", 28),
        (Cadence.MONTHLY, "2024-01-31", 29),
        (Cadence.MONTHLY, "2026-01-29", 30),
        (Cadence.MONTHLY, "2024-02-29", 29),
        (Cadence.MONTHLY, "2026-12-31", 31),
        (Cadence.QUARTERLY, "2026-11-30", 90),
        (Cadence.QUARTERLY, "2023-11-30", 91),
        (Cadence.QUARTERLY, "2026-01-31", 89),
    ],
)
def test_the_days_of_a_cadence(cadence: Cadence, opened: str, days: int) -> None:
    assert length_of(cadence, day(opened)) == days


@pytest.mark.parametrize(
    ("cadence", "first", "following"),
    [
        (Cadence.MONTHLY, "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (Cadence.MONTHLY, "2024-01-31", ["2024-02-29", "2024-03-31", "2024-04-30"]),
        (Cadence.MONTHLY, "2026-11-15", ["2026-12-15", "2027-01-15", "2027-02-15"]),
        (Cadence.QUARTERLY, "2025-11-30", ["2026-02-28", "2026-05-30", "2026-08-30"]),
        (Cadence.EVERY_THREE_WEEKS, "2026-02-15", ["2026-03-08", "2026-03-29", "2026-04-19"]),
    ],
)
def test_months_are_counted_from_the_first_and_clamped(
    cadence: Cadence, first: str, following: list[str]
) -> None:
    assert [add_cadences(day(first), k, cadence) for k in (1, 2, 3)] == [day(d) for d in following]
    assert add_cadences(day(first), 0, cadence) == day(first)


def grid(start: str, *terms: tuple[Cadence, str], off: tuple[str, ...] = (), n: int = 4) -> str:
    each = [Terms(cadence, day(from_on)) for cadence, from_on in terms]
    points = islice(grid_points(day(start), each, closed(*off)), n)
    return " ".join(f"{point:%m-%d}" for point in points)


def test_the_first_point_is_14_days_after_the_start_for_every_cadence() -> None:
    start = "2026-01-17"
    assert grid(start, (Cadence.MONTHLY, start)) == "01-31 02-28 03-31 04-30"
    assert grid(start, (Cadence.WEEKLY, start)) == "01-31 02-07 02-14 02-21"
    assert grid(start, (Cadence.QUARTERLY, start)) == "01-31 04-30 07-31 10-31"


def test_each_point_moves_on_by_the_days_that_did_not_count_before_it() -> None:
    start = "2026-01-17"
    off = ("2026-02-10..2026-02-14", "2026-02-13..2026-02-16")
    assert grid(start, (Cadence.MONTHLY, start), off=off) == "01-31 03-07 04-07 05-07"


def test_an_amendment_keeps_passed_points_and_restarts_at_the_last() -> None:
    start = "2026-01-01"
    terms = ((Cadence.WEEKLY, start), (Cadence.MONTHLY, "2026-01-30"))
    assert grid(start, *terms, n=5) == "01-15 01-22 01-29 02-28 03-29"


def test_an_amendment_before_the_first_point_keeps_the_first_point() -> None:
    start = "2026-01-01"
    terms = ((Cadence.MONTHLY, start), (Cadence.FORTNIGHTLY, "2026-01-06"))
    assert grid(start, *terms) == "01-15 01-29 02-12 02-26"


def test_a_faster_cadence_expects_nothing_before_it_was_agreed() -> None:
    start = "2026-01-01"
    terms = ((Cadence.QUARTERLY, start), (Cadence.WEEKLY, "2026-02-20"))
    assert grid(start, *terms) == "01-15 02-26 03-05 03-12"


def test_a_point_on_the_day_of_the_amendment_has_not_passed() -> None:
    start = "2026-01-01"
    terms = ((Cadence.MONTHLY, start), (Cadence.EVERY_SIX_WEEKS, "2026-02-15"))
    assert grid(start, *terms) == "01-15 02-26 04-09 05-21"


def test_the_grid_ends_where_days_are_closed_for_good() -> None:
    start = "2026-01-01"
    assert grid(start, (Cadence.WEEKLY, start), off=("2026-01-25..",)) == "01-15 01-22"


@pytest.mark.parametrize(
    ("cadence", "end", "points"),
    [
        (Cadence.MONTHLY, "2026-07-01", 6),
        (Cadence.EVERY_SIX_WEEKS, "2026-07-01", 4),
        (Cadence.QUARTERLY, "2026-07-01", 2),
        (Cadence.QUARTERLY, "2026-10-14", 3),
        (Cadence.QUARTERLY, "2026-10-15", 4),
        (Cadence.WEEKLY, "2026-01-14", 0),
        (Cadence.WEEKLY, "2026-02-04", 3),
        (Cadence.WEEKLY, "2026-02-05", 4),
        (Cadence.MONTHLY, "2025-12-01", 0),
    ],
)
def test_a_term_with_fewer_than_four_points_is_refused(
    cadence: Cadence, end: str, points: int
) -> None:
    start, terms = day("2026-01-01"), [Terms(cadence, day("2026-01-01"))]
    assert len(grid_points_in_term(start, day(end), terms)) == points
    assert has_enough_points(start, day(end), terms) is (points >= 4)


def test_an_amendment_is_judged_by_the_whole_term() -> None:
    start, end = day("2026-01-01"), day("2026-07-01")
    weekly, quarterly = Terms(Cadence.WEEKLY, start), Terms(Cadence.QUARTERLY, day("2026-03-01"))
    assert not has_enough_points(start, end, [quarterly])
    assert has_enough_points(start, end, [weekly, quarterly])
    # A blackout of five weeks leaves room for one weekly point only.
    blackout = closed("2026-01-23..2026-02-28")
    assert not has_enough_points(start, end, [weekly, quarterly], blackout)


def test_the_terms_of_a_day() -> None:
    start = day("2026-01-01")
    terms = [Terms(Cadence.MONTHLY, start), Terms(Cadence.WEEKLY, day("2026-02-01"))]
    assert cadence_on(terms, day("2026-01-31")) is Cadence.MONTHLY
    assert cadence_on(terms, day("2026-02-01")) is Cadence.WEEKLY
    assert cadence_on(list(reversed(terms)), day("2026-02-01")) is Cadence.WEEKLY
    assert cadence_on(terms, day("2025-12-31")) is Cadence.MONTHLY
    signed_twice = [*terms, Terms(Cadence.FORTNIGHTLY, day("2026-02-01"))]
    assert cadence_on(signed_twice, day("2026-03-01")) is Cadence.FORTNIGHTLY


def test_a_pair_without_terms_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="terms of its program"):
        cadence_on([], day("2026-01-01"))
    with pytest.raises(ValueError, match="terms of its program"):
        next(grid_points(day("2026-01-01"), [], NOTHING_CLOSED))
