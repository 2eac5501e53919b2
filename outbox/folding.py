"""Several messages to one person may leave as lines of one mail: they share its fate."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from outbox.models import OutboxMessage
from outbox.rules import State

# Under this name the facts of a carrier say when it took others along, and where it holds them.
FOLDED = "folded"


def unfold(carrier: OutboxMessage) -> None:
    """Before a carrier is admitted again: what was folded into it waits for itself again.

    The causes may have changed since, so it is decided anew who travels.
    """
    folded = carrier.facts.pop(FOLDED, None)
    if folded is None:
        return
    carrier.facts.pop(folded["as"], None)
    OutboxMessage.objects.filter(pk=carrier.pk).update(facts=carrier.facts)
    release_folded([carrier.pk])


def release_folded(carriers: Collection[int]) -> None:
    """Let what travels inside these wait for itself again."""
    folded = OutboxMessage.objects.filter(folded_into__in=carriers, state=State.PENDING)
    folded.update(folded_into=None)


def settle_folded(carrier: OutboxMessage, state: State, sent_at: datetime | None) -> None:
    """Give what was folded into a mail the fate of that mail, if it may have arrived."""
    if sent_at is None:
        release_folded([carrier.pk])
        return
    folded = OutboxMessage.objects.filter(folded_into=carrier, state=State.PENDING)
    folded.update(state=state, sent_at=sent_at, reason="folded")


def begin_anew(carriers: Collection[int]) -> None:
    """A mail that lost one of its messages is admitted again; who holds it finds out."""
    waiting = OutboxMessage.objects.filter(pk__in=carriers, state=State.PENDING)
    waiting.update(fence=F("fence") + 1, lease_until=None)
