"""The formulas, byte by byte: what they give may never change."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules import (
    GENESIS,
    Entry,
    Kind,
    commitment,
    event_hash,
    frame,
    head_message,
    microseconds,
    pseudonym,
)
from ledger.rules.chain import moment
from ledger.rules.walk import Row, Walk

AT = datetime(2026, 11, 23, 9, 30, 0, 5, tzinfo=UTC)
ENTRY = Entry(
    1, UUID(int=7).bytes, "signed", UUID(int=8).bytes, microseconds(AT), b"c" * 32, GENESIS
)


def _row(entry: Entry, salt: bytes, content: bytes) -> Row:
    return (
        *(entry.seq, entry.stream.hex(), entry.kind, entry.actor.hex() or None, entry.at),
        *(entry.commitment, entry.previous, event_hash(entry), entry.seq, content, salt),
    )


def test_a_frame_tells_where_each_part_ends() -> None:
    assert frame(b"ab", b"", b"c") == b"\0\0\0\2ab\0\0\0\0\0\0\0\1c"
    assert frame(b"ab", b"c") != frame(b"a", b"bc")


def test_the_hash_of_an_event_is_written_down() -> None:
    by_hand = (
        b"\0\0\0\x18viceversa.ledger.event/1"
        b"\0\0\0\x08" + bytes(7) + b"\x01"
        b"\0\0\0\x10" + bytes(15) + b"\x07"
        b"\0\0\0\x06signed"
        b"\0\0\0\x10" + bytes(15) + b"\x08"
        b"\0\0\0\x08"
        + (1795426200000005).to_bytes(8, "big")
        + b"\0\0\0\x20"
        + b"c" * 32
        + b"\0\0\0\x20"
        + bytes(32)
    )
    assert event_hash(ENTRY) == sha256(by_hand).digest()


def test_a_commitment_is_written_down() -> None:
    by_hand = b"\0\0\0\x1aviceversa.ledger.payload/1\0\0\0\x20" + b"s" * 32 + b"\0\0\0\x02{}"
    assert commitment(b"s" * 32, b"{}") == sha256(by_hand).digest()


def test_the_message_of_a_head_is_written_down() -> None:
    at = (1795426200000005).to_bytes(8, "big")
    assert head_message(3, b"h" * 32, AT) == (
        b"\0\0\0\x17viceversa.ledger.head/1\0\0\0\x08" + bytes(7) + b"\x03"
        b"\0\0\0\x20" + b"h" * 32 + b"\0\0\0\x08" + at
    )


def test_a_pseudonym_tells_nobody_without_its_salt() -> None:
    stream = UUID(int=1).bytes
    assert pseudonym(b"s" * 32, stream, 5) != pseudonym(b"t" * 32, stream, 5)
    assert len(pseudonym(b"s" * 32, stream, 5)) == 16


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_comes_back_to_the_microsecond(at: datetime) -> None:
    assert moment(microseconds(at)) == at


def test_a_time_means_the_same_in_every_zone() -> None:
    east = AT.astimezone(datetime.strptime("+0900", "%z").tzinfo)
    assert microseconds(east) == microseconds(AT)
    assert microseconds(AT + timedelta(microseconds=1)) == microseconds(AT) + 1


def test_a_time_beyond_the_calendar_is_the_last_one() -> None:
    assert moment(2**62) == datetime.max.replace(tzinfo=UTC)


_bytes32 = st.binary(min_size=32, max_size=32)
_entries = st.builds(
    Entry,
    seq=st.integers(1, 2**31 - 1),
    stream=st.binary(min_size=16, max_size=16),
    kind=st.sampled_from([str(kind) for kind in Kind]),
    actor=st.one_of(st.just(b""), st.binary(min_size=16, max_size=16)),
    at=st.integers(-(2**62), 2**62),
    commitment=_bytes32,
    previous=_bytes32,
)


@given(_entries, _bytes32, st.binary(max_size=300))
def test_the_quick_walk_agrees_with_the_formulas(entry: Entry, salt: bytes, said: bytes) -> None:
    entry = Entry(
        entry.seq, entry.stream, entry.kind, entry.actor, entry.at, commitment(salt, said),
        entry.previous,
    )  # fmt: skip
    walk = Walk(seq=entry.seq - 1, stored=entry.previous, computed=entry.previous)
    assert list(walk.over([_row(entry, salt, said)])) == []
    assert walk.stored == event_hash(entry)


@pytest.mark.parametrize("column", range(11))
@given(st.sampled_from([None, "", b"", 5, "zz", b"x" * 31, "00" * 15, -1, 2**70]))
def test_whatever_a_column_becomes_the_walk_notices(column: int, value: object) -> None:
    said, salt = b'{"a":1}', b"s" * 32
    entry = Entry(
        5, UUID(int=7).bytes, "signed", UUID(int=8).bytes, 9, commitment(salt, said), b"p" * 32
    )
    row: list[object] = list(_row(entry, salt, said))
    if row[column] == value or (column == 0 and not isinstance(value, int)):
        return
    row[column] = value
    walk = Walk(seq=4, stored=b"p" * 32, computed=b"p" * 32)
    findings = list(walk.over([tuple(row)]))  # type: ignore[list-item]  # a damaged row
    assert findings or walk.emptied or column == 8
