"""Erasing: the one lawful redaction. What happened goes, that it happened stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ledger.actions.appending import append, lock_tip
from ledger.models import LedgerEvent, LedgerPayload, Pseudonym
from ledger.rules import LEDGER_STREAM, Kind


def erase(*, stream: UUID, now: datetime) -> int:
    """Empty the payloads of a stream and forget who acted in it; returns how many were emptied.

    One `erased` event names them first. Erasing what is erased already appends nothing. The
    ledger's own stream names no people and is never erased: `ValueError`.
    """
    if stream == LEDGER_STREAM:
        message = "The ledger's own events stay."
        raise ValueError(message)
    with transaction.atomic():
        lock_tip()
        events = LedgerEvent.objects.filter(stream=stream).exclude(kind=Kind.ERASED)
        full = events.filter(payload__salt__isnull=False).order_by("seq")
        seqs = list(full.values_list("seq", flat=True))
        named = Pseudonym.objects.filter(stream=stream, person_id__isnull=False)
        if seqs or named.exists():
            append(stream=stream, kind=Kind.ERASED, actor_id=None, payload={"seqs": seqs}, now=now)
            LedgerPayload.objects.filter(event__stream=stream, event__in=seqs).update(
                content=None, salt=None
            )
            named.update(person_id=None, salt=None)
        return len(seqs)
