from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pulse.rules import FRESH_FOR, last_change_at, number_due

MON = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


def back(days: int) -> date:
    return MON - timedelta(days=days)


@pytest.mark.parametrize(
    ("held", "number"),
    [
        ((), None),
        ((back(0),), None),
        ((back(1),), None),
        ((back(2),), 1),
        ((back(9),), 1),
        ((back(2 + FRESH_FOR.days),), 1),
        ((back(3 + FRESH_FOR.days),), None),
        # The second takes the place of the first as soon as it is two days old.
        ((back(9), back(2)), 2),
        ((back(9), back(1)), 1),
        ((back(2), back(9)), 2),
        ((back(60), back(1)), None),
        # A third changes nothing: a sweep that comes late still asks about the second.
        ((back(12), back(8), back(2)), 2),
        ((back(90), back(60), back(2)), None),
    ],
)
def test_which_meeting_is_asked_about(held: tuple[date, ...], number: int | None) -> None:
    assert number_due(held, MON) == number


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        # Thursday 10:00 in Berlin, an hour earlier in UTC.
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 19, 9, tzinfo=UTC)),
        (datetime(2026, 11, 26, 9, tzinfo=UTC), datetime(2026, 11, 26, 9, tzinfo=UTC)),
        (datetime(2026, 11, 26, 8, 59, tzinfo=UTC), datetime(2026, 11, 19, 9, tzinfo=UTC)),
        # Over the end of summer time.
        (datetime(2026, 10, 26, 9, tzinfo=UTC), datetime(2026, 10, 22, 8, tzinfo=UTC)),
    ],
)
def test_the_week_begins_at_the_change_day_in_the_zone_of_the_program(
    now: datetime, moment: datetime
) -> None:
    assert last_change_at(4, time(10), BERLIN, now) == moment
