"""When the mail of a letter may leave."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.actions import add_leave
from core.registry import Verdict, message_kind
from kit.actions import deliver_letters
from kit.rules import LetterKind
from outbox.models import OutboxMessage
from pairings.models import Pairing
from tests.kit.conftest import Send

MINUTE = timedelta(minutes=1)


def verdict(now: datetime) -> Verdict:
    kind = message_kind("letter")
    assert kind is not None
    return kind.admit(OutboxMessage.objects.get(kind="letter").envelope(), now)


@pytest.fixture
def written(pair: Pairing, send: Send, now: datetime) -> Pairing:
    """A brief on its way to the mentee, on a Monday morning."""
    send(LetterKind.MENTEE_BRIEF)
    deliver_letters(now=now + MINUTE)
    return pair


def test_a_letter_leaves_inside_working_hours(written: Pairing, now: datetime) -> None:
    assert verdict(now).send


def test_a_letter_waits_for_the_morning(written: Pairing, now: datetime) -> None:
    evening = now.replace(hour=20)
    assert verdict(evening).not_before == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_letter_waits_until_its_reader_is_back(written: Pairing, now: datetime) -> None:
    days = {"starts_on": now.date(), "ends_on": now.date() + timedelta(days=2)}
    add_leave(user=written.mentee, by=written.mentee, now=now, **days)
    assert verdict(now).not_before == datetime(2026, 11, 26, 7, tzinfo=UTC)


def test_a_letter_to_who_has_left_is_dropped(written: Pairing, now: datetime) -> None:
    written.mentee.is_active = False
    written.mentee.save()
    assert verdict(now) == Verdict(send=False, reason="the person has left")
