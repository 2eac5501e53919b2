"""Kinds of message made for a test, and short ways to put a message in and look at it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from core.mail import Mail
from core.registry import SEND, Envelope, Lane, MessageKind, Outcome, Verdict
from outbox.actions import Draft, enqueue
from outbox.models import Attempt, OutboxMessage, Transport
from outbox.rules import State

NOTE = "test.note"
CODE = "test.code"
CALENDAR = "test.calendar"
DIGEST = "test.digest"
PAIR = UUID(int=7)


@dataclass
class Stage:
    """What the test's kinds do, which a test may change, and what they were told."""

    admit: Callable[[Envelope, datetime], Verdict] = lambda _envelope, _now: SEND
    render: Callable[[Envelope, datetime], Mail] = lambda envelope, _now: Mail(
        subject=str(envelope.facts.get("subject", envelope.key)),
        text=str(envelope.facts.get("text", "Hello")),
        html="<p>Hello</p>",
        headers=envelope.facts.get("headers", {}),
    )
    settle: Callable[[Envelope, Outcome, datetime], None] = lambda _envelope, _outcome, _now: None
    told: list[tuple[str, Outcome]] = field(default_factory=list)

    def kinds(self) -> list[MessageKind]:
        """One kind for most lanes; account and calendar mail is tried again when unknown."""
        return [
            self._kind(NOTE, Lane.NUDGE),
            self._kind(CODE, Lane.ACCOUNT, is_secret=True, retries_unknown=True),
            self._kind(CALENDAR, Lane.CALENDAR, retries_unknown=True),
            self._kind(DIGEST, Lane.DIGEST),
        ]

    def _kind(self, name: str, lane: Lane, **options: bool) -> MessageKind:
        return MessageKind(
            name=name,
            lane=lane,
            render=self._render,
            admit=self._admit,
            settled=self._settled,
            is_secret=options.get("is_secret", False),
            retries_unknown=options.get("retries_unknown", False),
        )

    def _render(self, envelope: Envelope, now: datetime) -> Mail:
        return self.render(envelope, now)

    def _admit(self, envelope: Envelope, now: datetime) -> Verdict:
        return self.admit(envelope, now)

    def _settled(self, envelope: Envelope, outcome: Outcome, now: datetime) -> None:
        self.told.append((envelope.key, outcome))
        self.settle(envelope, outcome, now)


def put(key: str, *, now: datetime, kind: str = NOTE, **details: Any) -> OutboxMessage:
    """Enqueue a message; details are those of a draft."""
    given: dict[str, Any] = {
        "person_id": 1,
        "address": f"{key}@example.org",
        "subject_uid": PAIR,
        "facts": {},
    }
    return enqueue(Draft(kind=kind, key=key, **(given | details)), now=now)


def row(key: str) -> OutboxMessage:
    """Read a message as it is now."""
    return OutboxMessage.objects.get(key=key)


def state(key: str) -> State:
    """Return where a message is."""
    return State(row(key).state)


def results(key: str) -> list[str]:
    """Return the journal of a message."""
    journal = Attempt.objects.filter(message__key=key).order_by("pk")
    return list(journal.values_list("result", flat=True))


def let_leases_run_out() -> None:
    """Move every lease into the past of the database's clock."""
    OutboxMessage.objects.exclude(lease_until=None).update(lease_until=Now() - timedelta(seconds=1))


def let_wait_pass() -> None:
    """Make what waits due, whatever its backoff, and let the mail server's rest be over."""
    OutboxMessage.objects.filter(state=State.PENDING).update(not_before=F("created_at"))
    Transport.objects.exclude(open_until=None).update(open_until=Now() - timedelta(seconds=1))
