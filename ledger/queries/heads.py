"""Signed heads, and whether this chain is the one that they were signed over."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ledger.keys import KeyMissing, signing_key, verifies
from ledger.models import LedgerHead
from ledger.queries.keys import keychain, own_events
from ledger.queries.rows import hashes_at
from ledger.rules import Kind, microseconds
from ledger.rules.heads import HeadRecord, NotAHead, head_of_json
from ledger.rules.recovery import Loss, losses

_LARGEST: Final = 64 * 1024


def newest_head() -> HeadRecord | None:
    """Return the newest signed head, or None before the first one."""
    row = LedgerHead.objects.order_by("-seq").first()
    return record_of(row) if row else None


def record_of(row: LedgerHead) -> HeadRecord:
    """Return a row as a plain value."""
    return HeadRecord(
        seq=row.seq,
        hash=bytes(row.hash),
        signed_at=row.signed_at,
        fingerprint=row.fingerprint,
        signature=bytes(row.signature),
    )


def stored_heads(after: int) -> Iterator[HeadRecord]:
    """Yield the heads over events after one, in order, without holding them all."""
    rows = LedgerHead.objects.filter(seq__gt=after).order_by("seq")
    yield from map(record_of, rows.iterator(chunk_size=500))


def read_head(path: Path) -> HeadRecord:
    """Return the head in a file; raises `NotAHead` for anything else, whatever its size."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        message = f"{path} cannot be read."
        raise NotAHead(message) from error
    try:
        value = json.loads(data) if len(data) <= _LARGEST else None
    except (ValueError, RecursionError):
        value = None
    return head_of_json(value, str(path))


def is_signed_by_known_key(head: HeadRecord) -> bool:
    """Whether a key of this ledger signed it, or the one in this process's file."""
    keys = {fingerprint: key.public_key for fingerprint, key in keychain().keys.items()}
    with suppress(KeyMissing):
        own = signing_key()
        keys.setdefault(own.fingerprint, own.public_key)
    public_key = keys.get(head.fingerprint)
    return public_key is not None and verifies(public_key, head.signature, head.message)


def stands_on_chain(head: HeadRecord) -> bool:
    """Whether the event is here, as it was signed."""
    return hashes_at([head.seq]).get(head.seq) == head.hash


def last_common_seq(lost: HeadRecord) -> int:
    """Return the last event that surely was on both chains; 0 when none is known."""
    before = LedgerHead.objects.filter(
        seq__lt=lost.seq, signed_at_us__lte=microseconds(lost.signed_at)
    )
    rows = before.order_by("-seq").values_list("seq", flat=True)
    return rows.first() or 0


def known_losses() -> list[Loss]:
    """Return the gaps that lawful restores have left, as the chain names them."""
    return losses((event.seq, event.at, said) for event, said in own_events(Kind.RECOVERED))
