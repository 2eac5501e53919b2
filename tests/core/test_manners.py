"""Hours, working days, holidays and leave of the person who gets a nudge."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import Closed, WorkCalendar
from core.manners import Manners, is_allowed, next_allowed
from meetings.rules.suggestions import suggest_times

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Cairo"]


def local(day: int, hour: int, minute: int = 0, zone: ZoneInfo = BERLIN) -> datetime:
    """Return an instant of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (local(23, 7, 59), local(23, 8)),
        (local(23, 8), local(23, 8)),
        (local(23, 17, 49), local(23, 17, 49)),
        (local(23, 17, 50), local(24, 8)),
        (local(27, 18), local(30, 8)),
        (local(28, 12), local(30, 8)),
    ],
)
def test_office_hours(at: datetime, allowed: datetime) -> None:
    assert next_allowed(Manners(BERLIN), at) == allowed


def test_sunday_to_thursday() -> None:
    manners = Manners(ZoneInfo("Africa/Cairo"), WorkCalendar(week=frozenset({7, 1, 2, 3, 4})))
    friday = datetime(2026, 11, 27, 12, tzinfo=manners.zone)
    found = next_allowed(manners, friday)
    assert found is not None
    assert found.astimezone(manners.zone).isoweekday() == 7


def test_holiday_and_leave_are_skipped() -> None:
    work = WorkCalendar(holidays=frozenset({date(2026, 11, 24)}))
    leave = Closed.of([(date(2026, 11, 25), date(2026, 11, 26))])
    assert next_allowed(Manners(BERLIN, work, leave), local(24, 9)) == local(27, 8)


def test_somebody_away_for_good_is_never_reached() -> None:
    away = Closed.of([(date(2026, 1, 1), None)])
    assert next_allowed(Manners(BERLIN, away=away), local(23, 9)) is None


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1)),  # noqa: DTZ001 -- made aware below
    st.sampled_from(ZONES),
)
def test_what_is_allowed_lies_in_office_hours(naive: datetime, name: str) -> None:
    manners, at = Manners(ZoneInfo(name)), naive.replace(tzinfo=UTC)
    found = next_allowed(manners, at)
    assert found is not None
    here = found.astimezone(manners.zone)
    assert found >= at
    assert 8 <= here.hour < 18
    assert here.isoweekday() <= 5
    assert is_allowed(manners, found)


def test_three_suggestions_suit_both() -> None:
    berlin, london = Manners(BERLIN), Manners(ZoneInfo("Europe/London"))
    found = suggest_times(berlin, london, local(23, 9), 60)
    assert len(found) == 3
    for start in found:
        for person in (berlin, london):
            here = start.astimezone(person.zone)
            assert here.hour >= 9
            assert (here + timedelta(minutes=60)).hour <= 17


def test_hours_that_never_meet_give_no_suggestion() -> None:
    samoa, berlin = Manners(ZoneInfo("Pacific/Pago_Pago")), Manners(BERLIN)
    assert suggest_times(samoa, berlin, local(23, 9), 60) == ()
