"""Appending: the last lock of an act, and the next link of the chain."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.transaction import TransactionManagementError

from core.canonical import canonical_bytes
from ledger.models import HASH_BYTES, LedgerEvent, LedgerPayload, LedgerTip, Pseudonym
from ledger.rules import GENESIS, Entry, Kind, commitment, event_hash, microseconds, pseudonym


def append(
    *,
    stream: UUID,
    kind: Kind,
    actor_id: int | None,
    payload: Mapping[str, object],
    now: datetime,
) -> LedgerEvent:
    """Append one event inside the caller's transaction; `actor_id=None` is the program's own act.

    It takes the last lock of the transaction, so call it after everything else is locked. Raises
    `TransactionManagementError` outside of one and `NotCanonical` for a payload with floats or
    characters that cannot be signed.
    """
    content, salt = canonical_bytes(payload), secrets.token_bytes(HASH_BYTES)
    tip = lock_tip()
    actor = None if actor_id is None else _pseudonym(stream, actor_id)
    entry = Entry(
        seq=tip.seq + 1,
        stream=stream.bytes,
        kind=str(kind),
        actor=actor.bytes if actor else b"",
        at=microseconds(now),
        commitment=commitment(salt, content),
        previous=bytes(tip.hash),
    )
    event = _write(entry)
    LedgerPayload.objects.create(event=event, content=content, salt=salt)
    tip.seq, tip.hash = event.seq, event.hash
    tip.save(update_fields=["seq", "hash"])
    return event


def lock_tip() -> LedgerTip:
    """Return the tip, locked until the transaction ends; raises outside of one."""
    if not transaction.get_connection().in_atomic_block:
        message = "The ledger is written inside the transaction of an act."
        raise TransactionManagementError(message)
    tip = LedgerTip.objects.select_for_update().first()
    if tip is None:
        LedgerTip.objects.bulk_create([_first_tip()], ignore_conflicts=True)
        tip = LedgerTip.objects.select_for_update().get()
    return tip


def _first_tip() -> LedgerTip:
    newest = LedgerEvent.objects.order_by("-seq").first()
    return LedgerTip(pk=1, seq=newest.seq if newest else 0, hash=newest.hash if newest else GENESIS)


def _write(entry: Entry) -> LedgerEvent:
    return LedgerEvent.objects.create(
        seq=entry.seq,
        stream=UUID(bytes=entry.stream),
        kind=entry.kind,
        actor=UUID(bytes=entry.actor) if entry.actor else None,
        at_us=entry.at,
        commitment=entry.commitment,
        previous=entry.previous,
        hash=event_hash(entry),
    )


def _pseudonym(stream: UUID, person_id: int) -> UUID:
    """Return under which name this person acts in this stream, making one at their first act."""
    known = Pseudonym.objects.filter(stream=stream, person_id=person_id)
    actor = known.values_list("actor", flat=True).first()
    if actor is not None:
        return actor
    salt = secrets.token_bytes(HASH_BYTES)
    actor = UUID(bytes=pseudonym(salt, stream.bytes, person_id))
    Pseudonym.objects.create(stream=stream, person_id=person_id, salt=salt, actor=actor)
    return actor
