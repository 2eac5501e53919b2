"""HR's pages at one moment."""

from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from core import clock


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Pages read the clock; it stands at `now`."""
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def desk(client: Client, coordinator: User) -> Client:
    """The coordinator of `program`, signed in."""
    client.force_login(coordinator)
    return client
