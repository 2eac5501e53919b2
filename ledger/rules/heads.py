"""Heads and keys as plain values, and a head as a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ledger.rules.chain import head_message

SCHEMA: Final = "viceversa.ledger.head/1"
LARGEST_SEQ: Final = 2**31 - 1
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")


class NotAHead(ValueError):
    """A file does not hold a head; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class HeadRecord:
    """A signed head. `source` says where it was found, for whoever reads a finding."""

    seq: int
    hash: bytes
    signed_at: datetime
    fingerprint: str
    signature: bytes
    source: str = "the database"

    @property
    def message(self) -> bytes:
        """The bytes that the signature is over."""
        return head_message(self.seq, self.hash, self.signed_at)


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A public key and the events that it may sign: from the first to the last, both included."""

    public_key: bytes
    fingerprint: str
    from_seq: int
    until_seq: int | None = None
    revoked_at: datetime | None = None
    revoked_why: str = ""

    def covers(self, seq: int) -> bool:
        """Whether a head over this event is this key's to sign."""
        return self.from_seq <= seq and (self.until_seq is None or seq <= self.until_seq)


def head_as_json(head: HeadRecord) -> dict[str, object]:
    """Return a head as it is published."""
    return {
        "schema": SCHEMA,
        "seq": head.seq,
        "hash": head.hash.hex(),
        "signed_at": head.signed_at.isoformat(),
        "fingerprint": head.fingerprint,
        "signature": head.signature.hex(),
    }


def head_of_json(value: object, source: str) -> HeadRecord:
    """Read a published head; raises `NotAHead`."""
    if not isinstance(value, Mapping) or value.get("schema") != SCHEMA:
        message = f"{source} holds no head of a ledger."
        raise NotAHead(message)
    texts = {name: str(value.get(name, "")) for name in ("hash", "fingerprint", "signature")}
    patterns = {"hash": _HASH, "fingerprint": _HASH, "signature": _SIGNATURE}
    wrong = [name for name, text in texts.items() if not patterns[name].fullmatch(text)]
    seq, signed_at = value.get("seq"), _time(value.get("signed_at"))
    if wrong or signed_at is None or type(seq) is not int or not 1 <= seq <= LARGEST_SEQ:
        message = f"{source} holds a head that no ledger here wrote."
        raise NotAHead(message)
    return HeadRecord(
        seq=seq,
        hash=bytes.fromhex(texts["hash"]),
        signed_at=signed_at,
        fingerprint=texts["fingerprint"],
        signature=bytes.fromhex(texts["signature"]),
        source=source,
    )


def _time(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None
