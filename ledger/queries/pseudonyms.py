"""Pseudonyms against the events: each stands for the person that it was made for, or for nobody."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from ledger.rules import pseudonym
from ledger.rules.damage import AT_MOST, Damage, Finding

_PIECE: Final = 2000
_UNKNOWN: Final = """
    SELECT e.seq FROM ledger_ledgerevent AS e
    LEFT JOIN ledger_pseudonym AS p ON p.actor = e.actor AND p.stream = e.stream
    WHERE e.seq > %s AND e.actor IS NOT NULL AND p.id IS NULL ORDER BY e.seq LIMIT %s
"""
_NAMES: Final = """
    SELECT p.id, CAST(p.stream AS text), CAST(p.actor AS text), p.person_id, p.salt,
        CASE WHEN p.salt IS NULL THEN EXISTS (
            SELECT 1 FROM ledger_ledgerevent AS e
            WHERE e.stream = p.stream AND e.kind = 'erased') END
    FROM ledger_pseudonym AS p WHERE p.id > %s ORDER BY p.id LIMIT %s
"""


def check_pseudonyms(after: int) -> Iterator[Finding]:
    """Yield names in events after one that nobody has, and every name that was given to another."""
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, [after, AT_MOST])
        for (seq,) in cursor.fetchall():
            yield Finding(Damage.PSEUDONYM, seq, "nobody is known under the name that acted")
    for row in _names():
        if not _is_right(*row[1:]):
            yield Finding(Damage.PSEUDONYM, None, f"{row[2]} is not whose it was")


def _names() -> Iterator[tuple[Any, ...]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_NAMES, [last, _PIECE])
            rows = cursor.fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _is_right(stream: str, actor: str, person: Any, salt: Any, is_erased: Any) -> bool:
    if person is None and salt is None:
        return bool(is_erased)
    try:
        made = pseudonym(bytes(salt), bytes.fromhex(stream.replace("-", "")), person)
    except (TypeError, ValueError, AttributeError, OverflowError):
        return False
    return made.hex() == actor.replace("-", "")
