"""Walking along the chain: each link is taken apart and put together again.

The quick look is written for speed (a million links in seconds): what it does not recognize as
right at once is taken to the formulas of `ledger.rules.chain`, which say what is wrong.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from ledger.rules.chain import EVENT, GENESIS, PAYLOAD, Entry, commitment, event_hash, frame
from ledger.rules.damage import Damage, Finding
from ledger.rules.kinds import Kind

# seq, stream, kind, actor, at, commitment, previous, hash; event of the payload, content, salt.
# Stream and actor in hexadecimal.
Row = tuple[
    int, str, str, str | None, int, bytes, bytes, bytes, int | None, bytes | None, bytes | None
]

_UNREADABLE: Final = (TypeError, ValueError, AttributeError, OverflowError)
_NOT_RIGHT: Final = (*_UNREADABLE, LookupError, struct.error)
_UUID: Final = 16
_8, _16, _32 = (length.to_bytes(4, "big") for length in (8, 16, 32))
_START: Final = frame(EVENT) + _8
_PAYLOAD: Final = frame(PAYLOAD) + _32
_KINDS: Final = {str(kind): frame(kind.encode()) for kind in Kind}
_BEFORE, _AFTER = f">{len(_START)}sQ4s16s", "4sq4s32s4s32s"
_ACTED: Final = {
    kind: struct.Struct(f"{_BEFORE}{len(framed)}s4s16s{_AFTER}").pack
    for kind, framed in _KINDS.items()
}
_BY_NOBODY: Final = {
    kind: struct.Struct(f"{_BEFORE}{len(framed)}s4s{_AFTER}").pack
    for kind, framed in _KINDS.items()
}
_NOBODY: Final = bytes(4)
_LENGTHS: Final = [length.to_bytes(4, "big") for length in range(4096)]


@dataclass(slots=True)
class Walk:
    """Where a walk stands: the last link seen, its hash as stored and as computed."""

    seq: int = 0
    stored: bytes = GENESIS
    computed: bytes = GENESIS
    entries: int = 0
    without_payload: int = 0
    # Links whose payload is gone: only an `erased` event may explain that.
    emptied: list[tuple[int, bytes]] = field(default_factory=list)

    def over(self, rows: Sequence[Row]) -> Iterator[Finding]:
        """Yield what is wrong with these links, which are ordered by `seq`."""
        seq, stored, is_right = self.seq, self.stored, _is_right
        for row in rows:
            if row[0] == seq + 1 and row[6] == stored and is_right(row):
                seq, stored = row[0], row[7]
            else:
                if stored is not self.stored:
                    self.seq, self.stored, self.computed = seq, stored, stored
                yield from self._look_closely(row)
                seq, stored = self.seq, self.stored
        if stored is not self.stored:
            self.seq, self.stored, self.computed = seq, stored, stored
        self.entries += len(rows)

    def _look_closely(self, row: Row) -> Iterator[Finding]:
        seq, stored = row[0], row[7]
        if seq != self.seq + 1:
            yield _gap(self.seq, seq)
        elif row[6] not in {self.stored, self.computed}:
            yield Finding(Damage.PREVIOUS, seq, "does not name the event before it")
        self.seq, self.stored, self.computed = seq, stored, _hash_of(row)
        if self.computed != stored:
            yield Finding(Damage.HASH, seq, "its hash is not that of what it says")
        if row[9] is None or row[10] is None:
            yield from self._emptied(row)
        elif _commitment_of(row) != row[5]:
            yield Finding(Damage.COMMITMENT, seq, "its payload is not what was committed")

    def _emptied(self, row: Row) -> Iterator[Finding]:
        if row[8] is None:
            self.without_payload += 1
            yield Finding(Damage.PAYLOAD, row[0], "its payload is gone, row and all")
        elif (row[9], row[10]) != (None, None):
            yield Finding(Damage.PAYLOAD, row[0], "half of its payload is gone")
        else:
            self.emptied.append((row[0], _stream_of(row)))


def _is_right(row: Row) -> bool:
    """Whether hash and commitment are those of the link, by the shortest way there is.

    Wrong lengths would be cut or filled up: those of ids are asked, the others show in a hash.
    """
    seq, stream, kind, actor, at, bound, previous, own, _, content, salt = row
    if content is None or salt is None:
        return False
    try:
        sid, name = bytes.fromhex(stream), _KINDS[kind]
        who = sid if actor is None else bytes.fromhex(actor)
        link = (
            _BY_NOBODY[kind](
                _START, seq, _16, sid, name, _NOBODY, _8, at, _32, bound, _32, previous
            )
            if actor is None
            else _ACTED[kind](
                _START, seq, _16, sid, name, _16, who, _8, at, _32, bound, _32, previous
            )
        )
        said = _PAYLOAD + salt + _LENGTHS[len(content)] + content
    except _NOT_RIGHT:
        return False
    if len(sid) != _UUID or len(who) != _UUID or sha256(link).digest() != own:
        return False
    return sha256(said).digest() == bound and len(salt) == len(bound)


def _hash_of(row: Row) -> bytes:
    """Return the hash that the formula gives, or nothing for what it cannot be taken of."""
    try:
        entry = Entry(
            row[0], _id(row[1]), row[2], _id(row[3]) if row[3] is not None else b"", *row[4:7]
        )
        return event_hash(entry)
    except _UNREADABLE:
        return b""


def _commitment_of(row: Row) -> bytes:
    try:
        return commitment(row[10], row[9])  # type: ignore[arg-type]  # None is caught
    except _UNREADABLE:
        return b""


def _stream_of(row: Row) -> bytes:
    try:
        return _id(row[1])
    except _UNREADABLE:
        return b""


def _id(value: str) -> bytes:
    found = bytes.fromhex(value)
    if len(found) != _UUID:
        message = "not the length of a UUID"
        raise ValueError(message)
    return found


def _gap(seq: int, following: int) -> Finding:
    missing = f"{seq + 1} to {following - 1}" if following > seq + 2 else f"{seq + 1}"
    return Finding(Damage.GAP, seq + 1, f"missing: {missing}")
