"""A message is put into the outbox in the transaction of the act that causes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from core.hints import hint
from core.registry import MessageKind, message_kind
from outbox.models import OutboxMessage
from outbox.rules import DISPATCH_TASK, RETURNING, State

_REVIVED = [
    "facts",
    "sealed_facts",
    "address",
    "not_before",
    "expires_at",
    "state",
    "reason",
    "strikes",
    "last_error",
    "folded_into",
]


class UnknownKind(LookupError):
    """No app registered this kind of message in this process."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the caller knows of a message. `key` names its cause; `facts` are plain JSON values."""

    kind: str
    key: str
    person_id: int | None
    address: str
    subject_uid: UUID | None
    facts: dict[str, Any]
    not_before: datetime | None = None
    expires_at: datetime | None = None


def enqueue(draft: Draft, *, now: datetime) -> OutboxMessage:
    """Put one message in; see `enqueue_many`."""
    return enqueue_many([draft], now=now)[0]


def enqueue_many(drafts: Sequence[Draft], *, now: datetime) -> list[OutboxMessage]:
    """Put messages in, once per key, in the caller's transaction; raises `UnknownKind`.

    A superseded or suppressed message whose hand-over never began returns with these facts. One
    that waits keeps its place and its facts; one that is being handed over or has left stays so.
    Without `expires_at` a message waits as long as it must; five days of tries are enough.
    """
    fresh = [_fresh_row(draft, now) for draft in drafts]
    with transaction.atomic(savepoint=False):
        # In one order: two sweeps with the same messages wait for each other, not in a circle.
        in_order = sorted(fresh, key=lambda row: row.key)
        OutboxMessage.objects.bulk_create(in_order, ignore_conflicts=True, batch_size=200)
        rows = _rows_by_key([row.key for row in fresh])
        for row in fresh:
            _revive(rows[row.key], row)
        if any(rows[row.key].not_before <= now for row in fresh):
            hint(DISPATCH_TASK)
    return [rows[row.key] for row in fresh]


def _fresh_row(draft: Draft, now: datetime) -> OutboxMessage:
    kind = _kind(draft.kind)
    row = OutboxMessage(
        key=draft.key,
        kind=kind.name,
        lane=kind.lane,
        person_id=draft.person_id,
        address=draft.address,
        subject_uid=draft.subject_uid,
        not_before=draft.not_before or now,
        expires_at=draft.expires_at,
        created_at=now,
    )
    row.put_facts(draft.facts, is_secret=kind.is_secret)
    return row


def _kind(name: str) -> MessageKind:
    kind = message_kind(name)
    if kind is None:
        raise UnknownKind(name)
    return kind


def _rows_by_key(keys: list[str]) -> dict[str, OutboxMessage]:
    """Lock in the order of ids, so that two acts with the same messages do not block each other."""
    rows: dict[str, OutboxMessage] = {}
    for start in range(0, len(keys), 500):
        part = OutboxMessage.objects.filter(key__in=keys[start : start + 500])
        rows |= {row.key: row for row in part.order_by("id").select_for_update()}
    return rows


def _revive(row: OutboxMessage, fresh: OutboxMessage) -> None:
    if row.state not in RETURNING or row.handed_at is not None:
        return
    for name in _REVIVED:
        setattr(row, name, getattr(fresh, name))
    row.state = State.PENDING
    row.save(update_fields=_REVIVED)
