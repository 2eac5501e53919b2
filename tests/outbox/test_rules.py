from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from outbox.rules import (
    Fate,
    Phase,
    breaker_wait,
    comes_too_late,
    counts_as_bounce,
    fate_of,
    is_en_masse,
    lane_part,
    wait_before,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phase", "code", "fate"),
    [
        (Phase.MAIL, 0, Fate.AGAIN),
        (Phase.MAIL, 421, Fate.AGAIN),
        (Phase.MAIL, 451, Fate.AGAIN),
        (Phase.MAIL, 550, Fate.RELAY),
        (Phase.RCPT, 450, Fate.AGAIN),
        (Phase.RCPT, 530, Fate.RELAY),
        (Phase.RCPT, 550, Fate.REFUSED),
        (Phase.DATA, 452, Fate.AGAIN),
        (Phase.DATA, 554, Fate.FAILED),
        (Phase.CONTENT, 451, Fate.AGAIN),
        (Phase.CONTENT, 552, Fate.FAILED),
        (Phase.CONTENT, 535, Fate.RELAY),
    ],
)
def test_what_a_refusal_means(phase: Phase, code: int, fate: Fate) -> None:
    assert fate_of(phase, code) is fate


def test_waits_double_up_to_an_hour() -> None:
    waits = [wait_before(attempt, "salt") for attempt in range(1, 40)]
    assert timedelta(seconds=22) < waits[0] < timedelta(seconds=38)
    assert all(later > sooner for sooner, later in pairwise(waits[:7]))
    assert max(waits) <= timedelta(minutes=75)


def test_waits_spread_over_messages() -> None:
    assert len({wait_before(3, f"message {n}") for n in range(20)}) == 20


def test_the_most_tries_span_about_five_days() -> None:
    waits = [wait_before(attempt, "salt") for attempt in range(1, 125)]
    assert timedelta(days=4) < sum(waits, timedelta()) < timedelta(days=6)
    assert comes_too_late(NOON, None, 125)
    assert not comes_too_late(NOON, None, 124)


def test_a_try_at_or_after_expiry_comes_too_late() -> None:
    assert comes_too_late(NOON, NOON, 1)
    assert not comes_too_late(NOON, NOON + timedelta(seconds=1), 1)


def test_the_server_rests_longer_with_each_trouble() -> None:
    rests = [breaker_wait(failures).total_seconds() for failures in (1, 2, 3, 50)]
    assert rests == [15, 30, 60, 900]


@pytest.mark.parametrize(
    ("refused", "tried", "answer"),
    [
        (1, 1, "no"),
        (2, 2, "no"),
        (3, 3, "yes"),
        (3, 59, "yes"),
        (3, 60, "no"),
        (20, 400, "no"),
    ],
)
def test_more_than_a_twentieth_is_en_masse(refused: int, tried: int, answer: str) -> None:
    assert is_en_masse(refused, tried) is (answer == "yes")


def test_one_bounce_in_a_day_counts() -> None:
    assert counts_as_bounce(None, NOON)
    assert not counts_as_bounce(NOON, NOON + timedelta(hours=23))
    assert counts_as_bounce(NOON, NOON + timedelta(hours=24))


def test_every_lane_that_waits_keeps_a_share() -> None:
    assert lane_part(20, 0) == 20
    assert lane_part(20, 4) == 12
    assert lane_part(1, 4) == 1
    assert lane_part(0, 0) == 0
