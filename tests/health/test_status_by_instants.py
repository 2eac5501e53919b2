"""The database reads a status from stored instants as the rules do."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from health.models import PairHealth
from health.queries import is_due_soon, is_late
from meetings.rules.status import Status
from pairings.models import Pairing
from pairings.rules import PairState

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
# Long ago, at this very moment, to come, never.
INSTANTS = (NOW - DAY, NOW, NOW + DAY, None)
WINDOWS = (
    (None, None),
    (NOW - DAY, NOW + DAY),
    (NOW - DAY, NOW),
    (NOW, NOW + DAY),
    (NOW + DAY,) * 2,
)
LATE = (Status.BEHIND, Status.STALLED, Status.DORMANT)


def read(pair: Pairing) -> tuple[bool, bool]:
    pairs = Pairing.objects.filter(pk=pair.pk)
    return pairs.filter(is_late(NOW)).exists(), pairs.filter(is_due_soon(NOW)).exists()


@pytest.mark.parametrize("fell", [True, False])
@pytest.mark.parametrize("window", WINDOWS)
def test_late_and_due_soon_mean_the_same_in_both(
    pair: Pairing, window: tuple[datetime | None, datetime | None], *, fell: bool
) -> None:
    health = PairHealth(pairing=pair, status=Status.ON_RHYTHM, computed_at=NOW)
    health.secured_from, health.secured_until, health.two_fell_through = *window, fell
    for soon, behind in product(INSTANTS, INSTANTS):
        health.due_soon_at, health.behind_at = soon, behind
        health.stalled_at = health.dormant_at = behind and behind + DAY
        health.save()
        status = health.status_at(NOW)
        assert read(pair) == (status in LATE, status == Status.DUE_SOON)


def test_a_pair_on_a_break_is_neither(pair: Pairing) -> None:
    Pairing.objects.filter(pk=pair.pk).update(
        state=PairState.PAUSED, paused_until=NOW.date() + 9 * DAY
    )
    PairHealth.objects.create(
        pairing=pair, status=Status.PAUSED, behind_at=NOW, due_soon_at=NOW, computed_at=NOW
    )
    assert read(pair) == (False, False)
    found = Pairing.objects.select_related("health").get()
    assert found.health.status_at(NOW) == Status.PAUSED


def test_before_the_first_refresh_nothing_is_said(pair: Pairing) -> None:
    assert read(pair) == (False, False)
    assert PairHealth(pairing=pair).status_at(NOW) == ""
