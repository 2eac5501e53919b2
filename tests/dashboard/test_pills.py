from datetime import date

import pytest
from django.utils.translation import override

from dashboard.labels import pill_label, short_day
from dashboard.rules import PillFacts, read_pill
from meetings.rules.status import Status
from pairings.rules import PairState

TODAY = date(2026, 11, 23)  # a Monday


def words(**facts: object) -> tuple[str, str]:
    usual: dict[str, object] = {"state": PairState.ACTIVE, "status": Status.ON_RHYTHM}
    read = PillFacts(**(usual | facts))  # type: ignore[arg-type]  # a table of facts
    pill = read_pill(read, TODAY)
    with override("en"):
        return pill.tone, pill_label(pill, read.state, TODAY)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("ok", "On rhythm")),
        ({"status": ""}, ("pause", "Just started")),
        ({"status": Status.BEHIND, "due_on": date(2026, 11, 22)}, ("over", "1 day late")),
        ({"status": Status.STALLED, "due_on": date(2026, 11, 4)}, ("over", "19 days late")),
        ({"status": Status.DORMANT, "due_on": date(2026, 10, 1)}, ("over", "53 days late")),
        ({"status": Status.STALLED, "due_on": None}, ("over", "Late")),
        (
            {"status": Status.STALLED, "two_fell_through": True, "due_on": date(2026, 11, 30)},
            ("over", "Two dates fell through"),
        ),
        # Late by the calendar is said first, as on the pair's own page.
        (
            {"status": Status.STALLED, "two_fell_through": True, "due_on": date(2026, 11, 20)},
            ("over", "3 days late"),
        ),
        ({"status": Status.DUE_SOON, "due_on": TODAY}, ("due", "Due today")),
        ({"status": Status.DUE_SOON, "due_on": date(2026, 11, 24)}, ("due", "Due tomorrow")),
        ({"status": Status.DUE_SOON, "due_on": date(2026, 11, 26)}, ("due", "Due Thursday")),
        ({"status": Status.DUE_SOON, "due_on": date(2026, 11, 30)}, ("due", "Due 30 Nov")),
        ({"status": Status.DUE_SOON}, ("due", "Due soon")),
        (
            {"state": PairState.PAUSED, "status": Status.PAUSED, "paused_until": date(2027, 1, 4)},
            ("pause", "Paused to 4 Jan"),
        ),
        ({"state": PairState.PROPOSED, "status": ""}, ("due", "Proposed")),
        # What was late when it ended is not late any more.
        ({"state": PairState.ENDED, "status": Status.DORMANT}, ("pause", "Ended")),
    ],
)
def test_one_word_for_where_a_pair_stands(
    facts: dict[str, object], expected: tuple[str, str]
) -> None:
    assert words(**facts) == expected


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2027, 1, 4), "4 Jan"),
        (date(2026, 2, 14), "14 Feb"),
        (date(2027, 11, 4), "4 Nov 2027"),
        (date(2025, 11, 23), "23 Nov 2025"),
        (None, "–"),
    ],
)
def test_the_year_is_written_where_a_day_could_be_mistaken(day: date | None, text: str) -> None:
    with override("en"):
        assert short_day(day, TODAY) == text
