"""Which days count, which are worked, and when a day begins anywhere in the world."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from core.days import (
    HORIZON,
    NOTHING_CLOSED,
    Closed,
    WorkCalendar,
    add_counted_days,
    add_working_days,
    count_days_between,
    day_of,
    start_of_day,
    subtract_counted_days,
)
from tests.meetings.rhythm_cases import closed, day

ZONES = [
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Anchorage",
    "America/Asuncion",
    "America/Bogota",
    "America/Chicago",
    "America/Halifax",
    "America/Havana",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Nuuk",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Dubai",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kabul",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]


def test_overlapping_touching_and_reversed_spans_become_few() -> None:
    spans = ["2026-03-05..2026-03-09", "2026-03-01..2026-03-06", "2026-03-10", "2026-04-01"]
    expected = ((day("2026-03-01"), day("2026-03-10")), (day("2026-04-01"), day("2026-04-01")))
    for order in permutations([*spans, "2026-06-09..2026-06-02"]):
        assert closed(*order).spans == expected


def test_union_is_the_closed_days_of_both() -> None:
    both = closed("2026-03-01..2026-03-05") | closed("2026-03-04..")
    assert both == closed("2026-03-01..")
    assert day("2026-02-28") not in both
    assert day("2999-01-01") in both


@pytest.mark.parametrize(
    ("start", "n", "spans", "expected"),
    [
        ("2026-03-01", 0, [], "2026-03-01"),
        ("2026-03-01", 0, ["2026-03-01..2026-03-09"], "2026-03-01"),
        ("2026-03-01", 14, [], "2026-03-15"),
        # The opening day is not counted, so it does not matter whether it is closed.
        ("2026-03-01", 14, ["2026-02-20..2026-03-01"], "2026-03-15"),
        ("2026-03-01", 14, ["2026-03-02"], "2026-03-16"),
        ("2026-03-01", 14, ["2026-03-15"], "2026-03-16"),
        ("2026-03-01", 14, ["2026-03-16"], "2026-03-15"),
        # A pause of 5 days, a blackout that overlaps it, leave inside it and leave after it.
        (
            "2026-03-01",
            14,
            ["2026-03-05..2026-03-09", "2026-03-08..2026-03-12", "2026-03-06", "2026-03-20"],
            "2026-03-24",
        ),
        ("2024-02-15", 14, [], "2024-02-29"),
        ("2026-12-25", 14, ["2026-12-24..2027-01-01"], "2027-01-15"),
    ],
)
def test_the_nth_day_that_counts(start: str, n: int, spans: list[str], expected: str) -> None:
    reached = add_counted_days(day(start), n, closed(*spans))
    assert reached == day(expected)
    assert count_days_between(day(start), day(expected), closed(*spans)) == n


def test_days_closed_for_good_are_never_reached() -> None:
    forever = closed("2026-03-10..")
    assert add_counted_days(day("2026-03-01"), 8, forever) == day("2026-03-09")
    assert add_counted_days(day("2026-03-01"), 9, forever) is None
    assert add_working_days(day("2026-03-06"), 2, WorkCalendar(), forever) is None
    assert add_working_days(day("2026-03-06"), 3, WorkCalendar(), forever) is None
    assert add_counted_days(HORIZON - timedelta(days=1), 1, NOTHING_CLOSED) is None


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="counted forward"):
        add_counted_days(day("2026-03-01"), -1, NOTHING_CLOSED)


@pytest.mark.parametrize(
    ("end", "n", "spans", "expected"),
    [
        ("2026-03-15", 0, ["2026-03-15"], "2026-03-15"),
        ("2026-03-15", 7, [], "2026-03-08"),
        ("2026-03-15", 7, ["2026-03-15..2026-03-20"], "2026-03-08"),
        ("2026-03-15", 7, ["2026-03-08"], "2026-03-07"),
        ("2026-03-15", 7, ["2026-03-10..2026-03-12", "2026-02-01..2026-03-06"], "2026-01-30"),
    ],
)
def test_the_nth_day_that_counts_going_back(
    end: str, n: int, spans: list[str], expected: str
) -> None:
    assert subtract_counted_days(day(end), n, closed(*spans)) == day(expected)


def test_no_days_lie_between_a_day_and_one_before_it() -> None:
    assert count_days_between(day("2026-03-05"), day("2026-03-01"), NOTHING_CLOSED) == 0
    assert count_days_between(day("2026-03-01"), day("2026-03-05"), closed("2026-02-01..")) == 0


def test_working_days_leave_out_weekends_holidays_and_leave() -> None:
    work = WorkCalendar(holidays={day("2026-04-03"), day("2026-04-06")})
    good_friday_leave = closed("2026-04-07")
    assert work.next_working(day("2026-04-03")) == day("2026-04-07")
    assert work.next_working(day("2026-04-03"), good_friday_leave) == day("2026-04-08")
    assert add_working_days(day("2026-04-02"), 1, work) == day("2026-04-07")
    assert add_working_days(day("2026-04-02"), 3, work, good_friday_leave) == day("2026-04-10")
    assert add_working_days(day("2026-04-04"), 0, work) == day("2026-04-04")


def test_a_week_from_sunday_to_thursday() -> None:
    work = WorkCalendar(frozenset({7, 1, 2, 3, 4}))
    assert work.next_working(day("2026-03-06")) == day("2026-03-08")
    assert add_working_days(day("2026-03-05"), 2, work) == day("2026-03-09")


def test_an_empty_week_is_taken_as_the_usual_one() -> None:
    assert WorkCalendar(frozenset()).next_working(day("2026-03-07")) == day("2026-03-09")


class AlwaysHoliday:
    def __contains__(self, _: object) -> bool:
        return True


def test_a_calendar_without_a_working_day_answers_never() -> None:
    work = WorkCalendar(holidays=AlwaysHoliday())
    assert work.next_working(day("2026-03-07")) is None
    assert add_working_days(day("2026-03-07"), 3, work) is None


@pytest.mark.parametrize(
    ("zone", "of", "expected"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00"),
        ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00"),
        # Midnight does not exist: the clocks go from 24:00 to 01:00.
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00"),
        ("America/Havana", "2026-03-08", "2026-03-08T05:00"),
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00"),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00"),
        # Midnight comes twice (01:00 back to 00:00): the day begins at the first.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00"),
        # The last hour of the day before comes twice: 24:00 back to 23:00.
        ("Africa/Cairo", "2026-10-30", "2026-10-29T22:00"),
        ("Asia/Beirut", "2026-10-25", "2026-10-24T22:00"),
        # A day that was left out begins with the next one.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00"),
        # The jump of 1919 went from 23:30 to 00:30, over midnight.
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30"),
    ],
)
def test_where_midnight_is_missing_or_doubled(zone: str, of: str, expected: str) -> None:
    instant = start_of_day(day(of), ZoneInfo(zone))
    assert instant == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert instant.tzinfo is UTC


@pytest.mark.parametrize("name", ZONES)
def test_a_day_begins_at_the_first_instant_that_bears_its_date(name: str) -> None:
    zone, first = ZoneInfo(name), date(2026, 1, 1)
    starts = {start_of_day(first + timedelta(days=n), zone): n for n in range(2 * 365)}
    for instant, n in starts.items():
        assert day_of(instant, zone) == first + timedelta(days=n)
        assert day_of(instant - timedelta(seconds=1), zone) == first + timedelta(days=n - 1)
    assert len(starts) == 2 * 365


def test_a_day_in_a_fixed_offset_needs_no_zone_data() -> None:
    plus_five = timezone(timedelta(hours=5))
    assert start_of_day(day("2026-03-01"), plus_five) == datetime(2026, 2, 28, 19, tzinfo=UTC)


def test_closed_days_of_nobody_are_none() -> None:
    assert Closed.of([]) == NOTHING_CLOSED
    assert Closed.of([(date.max, None)]).next_counted(day("2026-01-01")) == day("2026-01-01")
