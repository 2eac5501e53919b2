"""The clock of this folder stands still, and the pair has agreed."""

from datetime import datetime

import pytest

from core import clock
from pairings.models import Pairing
from tests.goals.stage import agree


@pytest.fixture(autouse=True)
def standing_clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the views read the tests' Monday morning."""
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def signed(pair: Pairing, now: datetime) -> Pairing:
    """Priya and Tom, with one goal each that both signed."""
    return agree(pair, now)
