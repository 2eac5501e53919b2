"""What the database itself refuses to change in the ledger, and the one lawful redaction."""

from collections.abc import Sequence
from typing import Final

from core.frozen import Frozen

_GAPLESS: Final = "NEW.seq = (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger_ledgerevent)"
_EMPTIED: Final = """
    NEW.event_id = OLD.event_id AND NEW.content IS NULL AND NEW.salt IS NULL AND EXISTS (
        SELECT 1 FROM ledger_ledgerevent AS own JOIN ledger_ledgerevent AS later
        ON later.stream = own.stream AND later.seq > own.seq AND later.kind = 'erased'
        WHERE own.seq = OLD.event_id)
"""
_UNNAMED: Final = """
    NEW.id = OLD.id AND NEW.stream = OLD.stream AND NEW.actor = OLD.actor
    AND NEW.person_id IS NULL AND NEW.salt IS NULL AND EXISTS (
        SELECT 1 FROM ledger_ledgerevent WHERE stream = OLD.stream AND kind = 'erased')
"""
FROZEN: Final[Sequence[Frozen]] = (
    Frozen("ledger_ledgerevent", follows=_GAPLESS),
    Frozen("ledger_ledgerpayload", unless=_EMPTIED),
    Frozen("ledger_pseudonym", unless=_UNNAMED),
    Frozen("ledger_ledgerhead"),
    Frozen("ledger_ledgerkey", ("id", "public_key", "fingerprint", "from_seq")),
)
