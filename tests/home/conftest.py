"""The clock of this folder stands still: pages show days and what they ask depends on the time."""

from datetime import datetime

import pytest

from core import clock


@pytest.fixture(autouse=True)
def standing_clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the views read the tests' Monday morning."""
    monkeypatch.setattr(clock, "now", lambda: now)
