"""A pair whose first meeting was due on 15 September 2026, and the whole way of a nudge."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from outbox.delivery import dispatch
from pairings.models import Pairing
from reminders.actions import sweep
from tests.plugins.servers import SmtpCatcher

BEHIND = datetime(2026, 9, 16, 9, tzinfo=UTC)

Deliver = Callable[[datetime], list[str]]


@pytest.fixture
def behind(pair: Pairing) -> datetime:
    """The morning after the first meeting of `pair` was due."""
    return BEHIND


@pytest.fixture
def deliver(smtp_catcher: SmtpCatcher, settings: Settings) -> Deliver:
    """Return a function that sweeps and dispatches at a time, and tells who got what."""
    settings.EMAIL_URL = smtp_catcher.url

    def _deliver(now: datetime) -> list[str]:
        smtp_catcher.envelopes.clear()
        sweep(now=now)
        dispatch(now=now)
        return sorted(f"{mail['To']}: {mail['Subject']}" for mail in smtp_catcher.messages)

    return _deliver
