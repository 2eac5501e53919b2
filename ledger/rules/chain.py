"""The formulas of the ledger, byte by byte. Whoever verifies needs these and nothing else.

Every hash is SHA-256 over a *frame*: each part preceded by its length as 4 bytes, big-endian, so
that no two lists of parts give the same bytes. The first part names what is hashed (its domain):

    frame(p1, p2, …) = len(p1) as 4 bytes ‖ p1 ‖ len(p2) as 4 bytes ‖ p2 ‖ …

    commitment = SHA256(frame("viceversa.ledger.payload/1", salt, content))
        salt        32 random bytes
        content     the canonical JSON of what happened, as stored
    hash = SHA256(frame("viceversa.ledger.event/1",
                        seq, stream, kind, actor, at, commitment, previous))
        seq         8 bytes, unsigned, big-endian; the first event is 1
        stream      the 16 bytes of a UUID: the contract, or all zero for the ledger itself
        kind        UTF-8, as in `Kind`
        actor       the 16 bytes of the pseudonym; no bytes at all for the program's own act
        at          8 bytes, signed, big-endian: microseconds since 1970-01-01 00:00 UTC
        commitment  32 bytes
        previous    the hash of the event before; for the first one 32 zero bytes
    signed head = Ed25519 over frame("viceversa.ledger.head/1", seq, hash, signed_at)
        seq, hash   of the newest event; signed_at is written like `at`
    succession of a key = Ed25519 by the old key over
        frame("viceversa.ledger.succession/1", old public key, new public key), 32 bytes each
    pseudonym = the first 16 bytes of
        SHA256(frame("viceversa.ledger.pseudonym/1", salt, stream, person))
        salt        32 random bytes, erased with the person's id
        person      the id of the person, 8 bytes, signed, big-endian
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

PAYLOAD: Final = b"viceversa.ledger.payload/1"
EVENT: Final = b"viceversa.ledger.event/1"
HEAD: Final = b"viceversa.ledger.head/1"
SUCCESSION: Final = b"viceversa.ledger.succession/1"
PSEUDONYM: Final = b"viceversa.ledger.pseudonym/1"
GENESIS: Final = bytes(32)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an event's hash is taken of; `at` in microseconds since 1970, `actor` may be empty."""

    seq: int
    stream: bytes
    kind: str
    actor: bytes
    at: int
    commitment: bytes
    previous: bytes


def frame(*parts: bytes) -> bytes:
    """Return the parts, each preceded by its length in 4 bytes."""
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])


def commitment(salt: bytes, content: bytes) -> bytes:
    """Return what binds an event to its payload without telling it."""
    return sha256(payload_bytes(salt, content)).digest()


def payload_bytes(salt: bytes, content: bytes) -> bytes:
    """Return what a commitment is the hash of."""
    return frame(PAYLOAD, salt, content)


def event_hash(entry: Entry) -> bytes:
    """Return the hash of an event."""
    return sha256(event_bytes(entry)).digest()


def event_bytes(entry: Entry) -> bytes:
    """Return what an event's hash is the hash of."""
    return frame(
        EVENT,
        _unsigned(entry.seq),
        entry.stream,
        entry.kind.encode(),
        entry.actor,
        _signed(entry.at),
        entry.commitment,
        entry.previous,
    )


def head_message(seq: int, tip_hash: bytes, signed_at: datetime) -> bytes:
    """Return the bytes that the signature of a head is over."""
    return frame(HEAD, _unsigned(seq), tip_hash, _signed(microseconds(signed_at)))


def succession_message(old_public_key: bytes, new_public_key: bytes) -> bytes:
    """Return the bytes with which an old key names the one that follows it."""
    return frame(SUCCESSION, old_public_key, new_public_key)


def pseudonym(salt: bytes, stream: bytes, person_id: int) -> bytes:
    """Return the 16 bytes under which a person acts in one stream."""
    return sha256(frame(PSEUDONYM, salt, stream, _signed(person_id))).digest()[:16]


def microseconds(at: datetime) -> int:
    """Return an aware time as whole microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """Return the time of that many microseconds since 1970, in UTC; damage gives the last one."""
    try:
        return _EPOCH + at * _MICROSECOND
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _unsigned(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _signed(number: int) -> bytes:
    return number.to_bytes(8, "big", signed=True)
