from datetime import date, timedelta

import pytest

from core.days import Closed
from dashboard.rules import (
    Track,
    Week,
    month_starts,
    read_weeks,
    unmet_points,
    week_of_program,
    weeks_until,
)

TODAY = date(2026, 11, 23)  # a Monday
START = date(2026, 9, 1)
END = date(2027, 2, 28)
# Monthly from 1 September: the first point after 14 days, and the first one still to come.
POINTS = (date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 15), date(2026, 12, 15))


def track(**facts: object) -> Track:
    usual = {"started_on": START, "last_on": END, "today": TODAY, "points": POINTS}
    return Track(**(usual | facts))  # type: ignore[arg-type]  # a table of facts


def nov(day: int) -> date:
    return date(2026, 11, day)


def week_of(day: date, **facts: object) -> Week:
    return read_weeks(track(**facts), [day - timedelta(days=day.weekday())])[0]


def test_the_last_sixteen_weeks_end_with_this_one() -> None:
    weeks = weeks_until(date(2026, 11, 26))
    assert len(weeks) == 16
    assert (weeks[0], weeks[-1]) == (date(2026, 8, 10), TODAY)
    assert all(week.weekday() == 0 for week in weeks)


@pytest.mark.parametrize(
    ("mondays", "named"),
    [
        ([date(2026, 8, 10), date(2026, 8, 17), date(2026, 8, 24)], [0]),
        ([date(2026, 8, 24), date(2026, 8, 31), date(2026, 9, 7)], [0, 2]),
        # The first name would stand under the second one.
        ([date(2026, 8, 31), date(2026, 9, 7), date(2026, 9, 14)], [1]),
        ([date(2026, 12, 28), date(2027, 1, 4)], [1]),
        ([date(2026, 8, 31)], [0]),
        ([], []),
    ],
)
def test_a_month_is_named_where_it_begins(mondays: list[date], named: list[int]) -> None:
    starts = month_starts(mondays)
    assert [at for at, day in enumerate(starts) if day] == named


@pytest.mark.parametrize(
    ("met", "missed"),
    [
        ((), POINTS[:3]),
        (POINTS[:3], ()),
        # Always a week late, or always a week early: nothing is missed.
        ((date(2026, 9, 22), date(2026, 10, 22), nov(22)), ()),
        ((date(2026, 9, 8), date(2026, 10, 8), nov(8)), ()),
        # Half as often as agreed: one of three is missing.
        ((date(2026, 9, 10), nov(9)), (POINTS[1],)),
        # Drifting, but as many meetings as points.
        ((date(2026, 9, 10), date(2026, 9, 28), nov(2)), ()),
        # Two meetings in one week do not stand for two months.
        ((date(2026, 9, 14), date(2026, 9, 16)), (POINTS[2],)),
        # An early meeting for the point to come does not stand for the last one.
        ((date(2026, 9, 15), date(2026, 10, 15), date(2026, 12, 10)), (POINTS[2],)),
    ],
)
def test_a_point_is_missed_when_no_meeting_stands_for_it(
    met: tuple[date, ...], missed: tuple[date, ...]
) -> None:
    assert unmet_points(track(met=met)) == list(missed)


def test_a_point_is_not_missed_before_its_day_is_over() -> None:
    assert unmet_points(track(today=POINTS[0])) == []
    assert unmet_points(track(today=POINTS[0] + timedelta(days=1))) == [POINTS[0]]


def test_nothing_is_expected_after_the_last_day() -> None:
    assert unmet_points(track(last_on=date(2026, 10, 1))) == [POINTS[0]]


WEDNESDAY = nov(4)
THAT_WEEK = Closed.of([(nov(2), nov(6))])


@pytest.mark.parametrize(
    ("facts", "week"),
    [
        ({}, Week.NONE),
        ({"met": {WEDNESDAY}}, Week.MET),
        ({"informal": {WEDNESDAY}}, Week.INFORMAL),
        ({"fell_through": {WEDNESDAY}}, Week.MISSED),
        ({"points": (WEDNESDAY, nov(18))}, Week.MISSED),
        ({"closed": THAT_WEEK}, Week.PAUSED),
        ({"closed": Closed.of([(nov(2), nov(5))])}, Week.NONE),
        # What weighs more is shown.
        ({"met": {WEDNESDAY}, "fell_through": {nov(3)}, "informal": {nov(5)}}, Week.MET),
        ({"fell_through": {nov(3)}, "informal": {nov(5)}}, Week.MISSED),
        ({"informal": {nov(2)}, "closed": THAT_WEEK}, Week.INFORMAL),
        # Before the start, after the end.
        ({"started_on": nov(9)}, Week.OUTSIDE),
        ({"last_on": nov(1), "points": ()}, Week.OUTSIDE),
        # The week of the start counts from the start on.
        ({"started_on": nov(5), "points": ()}, Week.NONE),
        (
            {"started_on": nov(5), "points": (), "closed": Closed.of([(nov(5), nov(8))])},
            Week.PAUSED,
        ),
        # A weekend alone is no break.
        ({"started_on": nov(7), "points": (), "closed": THAT_WEEK}, Week.NONE),
    ],
)
def test_a_week_is_one_thing(facts: dict[str, object], week: Week) -> None:
    assert week_of(WEDNESDAY, **facts) is week


@pytest.mark.parametrize(
    ("today", "ends_on", "week"),
    [
        (date(2026, 8, 31), END, None),
        (START, END, (1, 26)),
        (date(2026, 9, 7), END, (1, 26)),
        (date(2026, 9, 8), END, (2, 26)),
        (END, END, (26, 26)),
        (date(2027, 6, 1), END, (26, 26)),
        (date(2026, 9, 8), None, (2, None)),
    ],
)
def test_the_week_of_a_program(
    today: date, ends_on: date | None, week: tuple[int, int | None] | None
) -> None:
    assert week_of_program(START, ends_on, today) == week
