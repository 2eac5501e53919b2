"""A pair that has met once, two days ago, with both partners asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from core import clock
from meetings.actions import LogDraft, log_meeting
from pairings.models import Pairing
from pulse.actions import ask_both
from pulse.models import FitAsk

MET_ON = date(2026, 11, 20)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and commands read the clock; it stands at `NOW`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def met_pair(pair: Pairing, mentor: User) -> Pairing:
    """Priya and Tom, who met on Friday."""
    log_meeting(pair, LogDraft(on=MET_ON), by=mentor, now=NOW)
    return pair


@pytest.fixture
def ask(met_pair: Pairing, mentor: User) -> FitAsk:
    """The question to Priya."""
    ask_both(met_pair, number=1, now=NOW)
    return FitAsk.objects.get(pairing=met_pair, person=mentor)


Move = Callable[[datetime], None]


@pytest.fixture
def move_to(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Return a function that moves the clock of pages."""
    return lambda at: monkeypatch.setattr(clock, "now", lambda: at)
