"""The keys of this ledger, as its table has them and as its chain tells."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.keys import verifies
from ledger.models import LedgerEvent, LedgerKey
from ledger.rules import LEDGER_STREAM, Kind
from ledger.rules.heads import KeyRecord
from ledger.rules.keychain import Keychain, KeyChange


def published_keys() -> list[KeyRecord]:
    """Return every key that ever signed, the oldest first: for everybody to read."""
    rows = LedgerKey.objects.order_by("from_seq")
    return [
        KeyRecord(
            public_key=bytes(row.public_key),
            fingerprint=row.fingerprint,
            from_seq=row.from_seq,
            until_seq=row.until_seq,
            revoked_at=row.revoked_at,
            revoked_why=row.revoked_why,
        )
        for row in rows
    ]


def keychain() -> Keychain:
    """Return the keys as the chain tells them."""
    found = Keychain(verifies)
    found.fold(
        KeyChange(event.seq, event.at, payload) for event, payload in own_events(Kind.KEY_CHANGED)
    )
    return found


def own_events(kind: Kind) -> Iterator[tuple[LedgerEvent, Mapping[str, Any]]]:
    """Yield the events of the ledger's own stream with what they say, in order."""
    events = LedgerEvent.objects.filter(stream=LEDGER_STREAM, kind=kind).order_by("seq")
    for event in events.select_related("payload"):
        yield event, _said(event)


def _said(event: LedgerEvent) -> Mapping[str, Any]:
    """Return the payload; one that is damaged says nothing, and is a finding of its own."""
    try:
        said = json.loads(bytes(event.payload.content or b""))
    except (ValueError, LedgerEvent.payload.RelatedObjectDoesNotExist):
        return {}
    return said if isinstance(said, dict) else {}
