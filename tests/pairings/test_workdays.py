from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import Worker, nth_working_day, public_holidays, time_to_answer

WEEK = frozenset({1, 2, 3, 4, 5})
MONDAY = date(2026, 11, 23)
BERLIN = Worker(WEEK, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("week", "count", "day"),
    [
        (WEEK, 1, date(2026, 11, 24)),
        (WEEK, 5, date(2026, 11, 30)),
        (WEEK, 10, date(2026, 12, 7)),
        (frozenset({7, 1, 2, 3, 4}), 5, date(2026, 11, 30)),
        (frozenset({1}), 2, date(2026, 12, 7)),
        (WEEK, 0, MONDAY),
    ],
)
def test_working_days_are_counted_from_the_next_day(
    week: frozenset[int], count: int, day: date
) -> None:
    assert nth_working_day(MONDAY, count, Worker(week, UTC)) == day


def test_leave_does_not_count() -> None:
    away = Worker(WEEK, UTC, leave=((date(2026, 11, 24), date(2026, 11, 27)),))
    assert nth_working_day(MONDAY, 1, away) == date(2026, 11, 30)


def test_public_holidays_do_not_count() -> None:
    off = Worker(WEEK, UTC, holidays=public_holidays("DE"))
    assert nth_working_day(date(2026, 12, 24), 1, off) == date(2026, 12, 28)


@pytest.mark.parametrize("country", ["", "XX", "de", "../etc"])
def test_a_country_nobody_knows_has_no_holidays(country: str) -> None:
    assert date(2026, 12, 25) not in public_holidays(country)


def test_somebody_away_for_good_is_waited_for_a_year() -> None:
    away = Worker(WEEK, UTC, leave=((date(2000, 1, 1), date(2100, 1, 1)),))
    assert nth_working_day(MONDAY, 1, away) == MONDAY + timedelta(days=366)


def test_the_wait_ends_with_the_day_where_the_person_is() -> None:
    asked = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert time_to_answer(asked, 10, [BERLIN]) == datetime(2026, 12, 7, 23, tzinfo=UTC)


def test_whoever_needs_longest_is_waited_for() -> None:
    asked = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    part_time = Worker(frozenset({1, 2}), UTC)
    assert time_to_answer(asked, 10, [BERLIN, part_time]) == datetime(2026, 12, 29, tzinfo=UTC)


def test_nobody_is_not_waited_for() -> None:
    asked = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert time_to_answer(asked, 10, []) == asked


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    count=st.integers(1, 30),
    week=st.frozensets(st.integers(1, 7), min_size=1),
)
def test_the_last_day_is_worked_and_has_the_right_number(
    start: date, count: int, week: frozenset[int]
) -> None:
    worker = Worker(week, UTC)
    last = nth_working_day(start, count, worker)
    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert worker.works_on(last)
    assert sum(worker.works_on(day) for day in days) == count
