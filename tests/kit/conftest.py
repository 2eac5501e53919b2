"""A program with two pairs' worth of people, and shortcuts for its letters."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import User
from kit.actions import send_letter
from kit.models import Sending
from kit.rules import LetterKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from programs.models import Program
from tests import builders

Send = Callable[[LetterKind], Sending]


@pytest.fixture
def boss(pair: Pairing) -> User:
    """Manages both partners."""
    boss = builders.make_person("Bea Boss", level=7)
    for person in (pair.mentor, pair.mentee):
        person.manager = boss
        person.save()
    return boss


@pytest.fixture
def send(program: Program, coordinator: User, now: datetime) -> Send:
    """Return a function that sends a letter in a minute."""
    return lambda kind: send_letter(
        program=program, kind=kind, send_at=None, by=coordinator, now=now
    )


def readers_written() -> list[int | None]:
    """Return who was written a letter, in the order of the outbox."""
    rows = OutboxMessage.objects.filter(kind="letter").order_by("pk")
    return list(rows.values_list("person_id", flat=True))
