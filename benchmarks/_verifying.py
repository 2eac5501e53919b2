"""Fills a ledger and measures how long it takes to verify it (called by benchmarks/ledger.py)."""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import django
from django.core.management import call_command
from django.db import connection, transaction

django.setup()

from ledger.models import LedgerTip, Pseudonym  # noqa: E402 -- after the setup of Django
from ledger.queries import verify  # noqa: E402 -- as above
from ledger.registry import forget_check, registered_checks  # noqa: E402 -- as above
from ledger.rules.chain import (  # noqa: E402 -- as above
    GENESIS,
    Entry,
    commitment,
    event_bytes,
    event_hash,
    microseconds,
    payload_bytes,
    pseudonym,
)
from ledger.rules.damage import Report  # noqa: E402 -- as above

ROUNDS, BATCH = 9, 2000
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
SALT, EVENTS_OF_A_CONTRACT = b"s" * 32, 10
_EVENT = """
    INSERT INTO ledger_ledgerevent (seq, stream, kind, actor, at_us, commitment, previous, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_PAYLOAD = "INSERT INTO ledger_ledgerpayload (event_id, content, salt) VALUES (%s, %s, %s)"


def main() -> None:
    """Fill, measure, print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    for check in registered_checks():
        # What other apps compare with the ledger is not a part of walking it.
        forget_check(check)
    hashed = [each for entry, content in _fill(count) for each in _bytes_of(entry, content)]
    # In turns: on a machine that others use, both are slowed down alike.
    rounds = [
        (_seconds(lambda: [sha256(each).digest() for each in hashed]), _seconds(_whole))
        for _ in range(ROUNDS)
    ]
    hashing, verifying = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(verified / plain for plain, verified in rounds)
    tracemalloc.start()
    report = _whole()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    print("  events   hashing s   verifying s   ratio   peak MiB")
    print(f"{report.entries:8}  {hashing:10.2f}  {verifying:12.2f}  {ratio:6.1f}  {peak:9.1f}")


def _fill(count: int) -> Iterator[tuple[Entry, bytes]]:
    """Write events of many contracts past the ORM, through the guards; each third is nobody's."""
    names = [_named() for _ in range(count // EVENTS_OF_A_CONTRACT + 1)]
    Pseudonym.objects.bulk_create(names)
    previous, written = GENESIS, []
    for seq in range(1, count + 1):
        name = names[seq // EVENTS_OF_A_CONTRACT]
        actor = name.actor.bytes if seq % 3 else b""
        content = _content(seq)
        at = microseconds(START + timedelta(minutes=seq))
        bound = commitment(SALT, content)
        entry = Entry(seq, name.stream.bytes, "signed", actor, at, bound, previous)
        previous = event_hash(entry)
        written.append((entry, previous, content))
        if seq % BATCH == 0 or seq == count:
            _write(written)
            written.clear()
        yield entry, content
    LedgerTip.objects.create(pk=1, seq=count, hash=previous)


def _named() -> Pseudonym:
    stream = uuid4()
    actor = UUID(bytes=pseudonym(SALT, stream.bytes, 7))
    return Pseudonym(stream=stream, person_id=7, salt=SALT, actor=actor)


def _write(written: list[tuple[Entry, bytes, bytes]]) -> None:
    events = [
        (e.seq, e.stream.hex(), e.kind, e.actor.hex() or None, e.at, e.commitment, e.previous, own)
        for e, own, _ in written
    ]
    payloads = [(entry.seq, content, SALT) for entry, _, content in written]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_EVENT, events)
        cursor.executemany(_PAYLOAD, payloads)


def _content(seq: int) -> bytes:
    """Return a payload of the size that a signature has."""
    hashes = f'"consent_sha256":"{seq:064x}","document_sha256":"{seq:064x}"'
    return f'{{{hashes},"proof":"password","role":"mentor","version":{seq}}}'.encode()


def _bytes_of(entry: Entry, content: bytes) -> Iterator[bytes]:
    yield payload_bytes(SALT, content)
    yield event_bytes(entry)
    if entry.seq % EVENTS_OF_A_CONTRACT == 0:
        # Its name is verified too: a hash of about this size.
        yield payload_bytes(SALT, entry.stream)


def _whole() -> Report:
    report = verify()
    if not report.is_intact:
        message = f"{report.found} findings"
        raise AssertionError(message)
    return report


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    main()
