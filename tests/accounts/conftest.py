"""What account tests read: the mails that wait in the outbox, and who signs up."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Company, User
from core.clock import now as clock_now
from core.mail import Mail
from core.registry import message_kind
from outbox.models import OutboxMessage

Mails = Callable[[str], list[Mail]]


@pytest.fixture(autouse=True)
def no_rate_limits() -> None:
    """Rate limits are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def company(db: None) -> Company:
    """A company whose people may sign up with example.com."""
    return Company.objects.create(pk=1, name="Example", email_domains=["example.com"])


@pytest.fixture
def imported(db: None) -> User:
    """Somebody whom HR imported and who has never been here."""
    return User.objects.create_user(
        "ines.silva@example.com", display_name="Inês Silva", employee_id="E-7", level=3
    )


@pytest.fixture
def mails(db: None) -> Mails:
    """Return a function that renders what waits for an address, in the order it was written."""

    def _mails(address: str) -> list[Mail]:
        rows = OutboxMessage.objects.filter(address=address).order_by("id")
        return [_rendered(row) for row in rows]

    return _mails


def _rendered(row: OutboxMessage) -> Mail:
    kind = message_kind(row.kind)
    assert kind is not None
    return kind.render(row.envelope(), clock_now())


def code_in(mail: Mail) -> str:
    """Return the code that a mail carries."""
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.text, re.MULTILINE)
    assert found, mail.text
    return found[1]


def is_signed_in(client: Client) -> bool:
    """Say whether a page behind the sign-in opens."""
    return client.get("/me/security/").status_code == 200
