"""The rows of the ledger in bounded pieces, as the database has them: no object is made of them."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db import connection

from ledger.models import LedgerEvent
from ledger.rules import Kind
from ledger.rules.walk import Row

PIECE: Final = 1000
_HEX: Final = "encode(uuid_send(e.{}), 'hex')"
_IDS: Final = {"postgresql": f"{_HEX.format('stream')}, e.kind, {_HEX.format('actor')}"}
_SQL: Final = """
    SELECT e.seq, {ids}, e.at_us, e.commitment, e.previous, e.hash, p.event_id, p.content, p.salt
    FROM ledger_ledgerevent AS e LEFT JOIN ledger_ledgerpayload AS p ON p.event_id = e.seq
    WHERE e.seq > %s ORDER BY e.seq LIMIT %s
"""


def pieces(after: int) -> Iterator[list[Row]]:
    """Yield the links after one, in order, a bounded piece at a time."""
    sql = _SQL.format(ids=_IDS.get(connection.vendor, "e.stream, e.kind, e.actor"))
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [after, PIECE])
            rows = cursor.fetchall()
        if not rows:
            return
        # psycopg2 gives views of memory, which are equal to no bytes.
        yield rows if connection.vendor == "sqlite" else list(map(_plain, rows))
        after = rows[-1][0]


def _plain(row: Row) -> Row:
    commitment, previous, own, event, content, salt = row[5:]
    return (
        *row[:5],
        *(bytes(commitment), bytes(previous), bytes(own), event),
        *(content and bytes(content), salt and bytes(salt)),
    )


def hashes_at(seqs: list[int]) -> dict[int, bytes]:
    """Return the stored hashes of those of these events that exist."""
    found = LedgerEvent.objects.filter(seq__in=seqs).values_list("seq", "hash")
    return {seq: bytes(value) for seq, value in found}


def erased_in(streams: set[bytes]) -> dict[bytes, list[tuple[int, bytes]]]:
    """Return the `erased` events of these streams: where they stand, and what they say."""
    ids = [UUID(bytes=stream) for stream in streams]
    rows = LedgerEvent.objects.filter(kind=Kind.ERASED, stream__in=ids).order_by("seq")
    found: dict[bytes, list[tuple[int, bytes]]] = {}
    for stream, seq, content in rows.values_list("stream", "seq", "payload__content"):
        found.setdefault(stream.bytes, []).append((seq, bytes(content or b"")))
    return found
