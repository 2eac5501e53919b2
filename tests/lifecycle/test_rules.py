from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lifecycle.rules import (
    ChangeDay,
    Life,
    PauseBudget,
    TimeAct,
    due_act,
    final_state,
    next_change_at,
    pause_budget,
)
from pairings.rules import PairState
from programs.rules import ProgramState

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = ChangeDay(4, time(10), BERLIN)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T09:30", "2026-11-26T09:00"),
        ("2026-11-26T08:59", "2026-11-26T09:00"),
        ("2026-11-26T09:00", "2026-12-03T09:00"),
        # The clocks of Berlin went back on 25 October.
        ("2026-10-22T08:00", "2026-10-29T09:00"),
    ],
)
def test_the_next_change_day_is_weekly_in_the_programs_zone(now: str, expected: str) -> None:
    assert next_change_at(THURSDAY, utc(now)) == utc(expected)


def test_a_change_hour_that_the_clocks_skip_moves_on_with_them() -> None:
    sunday = ChangeDay(7, time(2, 30), BERLIN)
    assert next_change_at(sunday, utc("2027-03-27T12:00")) == utc("2027-03-28T01:30")


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], PauseBudget(60, 2)),
        ([(date(2026, 10, 1), date(2026, 10, 10))], PauseBudget(50, 1)),
        ([(date(2026, 10, 1), date(2026, 9, 30))], PauseBudget(60, 1)),
        (
            [(date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 5, 1), date(2026, 5, 2))],
            PauseBudget(0, 0),
        ),
    ],
)
def test_what_is_left_of_breaks(taken: list[tuple[date, date]], expected: PauseBudget) -> None:
    assert pause_budget(taken) == expected


def life(state: PairState, **facts: object) -> Life:
    usual: dict[str, object] = {
        "program_state": ProgramState.RUNNING,
        "ends_on": date(2027, 2, 28),
        "zone": BERLIN,
    }
    return Life(state=state, **(usual | facts))  # type: ignore[arg-type]  # a table of cases


S, P = PairState, ProgramState


@pytest.mark.parametrize(
    ("pair", "now", "act"),
    [
        (life(S.ACTIVE), "2027-02-13T22:59", None),
        (life(S.ACTIVE), "2027-02-13T23:00", TimeAct.CONCLUDE),
        (life(S.ACTIVE, program_state=P.CLOSING), "2026-11-23T09:00", TimeAct.CONCLUDE),
        (life(S.ACTIVE, program_state=P.CLOSED), "2026-11-23T09:00", TimeAct.CONCLUDE),
        (life(S.ACTIVE), "2027-03-05T09:00", TimeAct.CONCLUDE),
        (life(S.CONCLUDING), "2027-02-28T22:59", None),
        (life(S.CONCLUDING), "2027-02-28T23:00", TimeAct.FINISH),
        (life(S.CONCLUDING, program_state=P.CLOSED), "2027-02-20T09:00", None),
        (life(S.GETTING_STARTED), "2027-02-28T22:59", None),
        (life(S.GETTING_STARTED), "2027-02-28T23:00", TimeAct.END),
        (life(S.GETTING_STARTED, program_state=P.CLOSING), "2026-11-23T09:00", None),
        (life(S.GETTING_STARTED, program_state=P.CLOSED), "2026-11-23T09:00", TimeAct.END),
        (life(S.PAUSED, paused_until=date(2026, 12, 1)), "2026-11-30T22:59", None),
        (life(S.PAUSED, paused_until=date(2026, 12, 1)), "2026-11-30T23:00", TimeAct.RESUME),
        (life(S.PAUSED, paused_until=date(2027, 2, 1)), "2027-03-01T09:00", TimeAct.END),
        (
            life(S.PAUSED, paused_until=date(2027, 2, 1), program_state=P.CLOSED),
            "2026-11-23T09:00",
            TimeAct.END,
        ),
    ],
)
def test_what_time_does(pair: Life, now: str, act: TimeAct | None) -> None:
    assert due_act(pair, utc(now)) is act


@pytest.mark.parametrize(
    ("share", "state"),
    [(None, S.ENDED), (0.0, S.ENDED), (0.49, S.ENDED), (0.5, S.COMPLETED), (1.0, S.COMPLETED)],
)
def test_half_of_the_expected_meetings_complete_a_pair(
    share: float | None, state: PairState
) -> None:
    assert final_state(share) is state
