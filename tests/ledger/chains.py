"""Making a ledger with some history, and damaging it behind the product's back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from core.frozen import drop_guards, install_guards
from ledger.actions import append, sign_head
from ledger.models import LedgerEvent, LedgerHead
from ledger.queries import verify
from ledger.queries.heads import record_of
from ledger.rules import Entry, Kind, commitment, event_hash
from ledger.rules.heads import HeadRecord

FIRST, SECOND = UUID(int=1), UUID(int=2)
PRIYA, TOM = 11, 12


def say(
    now: datetime, kind: Kind = Kind.SIGNED, *, stream: UUID = FIRST, by: int | None = PRIYA
) -> LedgerEvent:
    """Append one event in a transaction of its own."""
    with transaction.atomic():
        return append(stream=stream, kind=kind, actor_id=by, payload={"word": "canary"}, now=now)


def make_history(now: datetime, count: int = 6) -> list[LedgerEvent]:
    """Append events of two streams by two people, a minute apart."""
    people = (PRIYA, TOM, None)
    return [
        say(now + timedelta(minutes=n), stream=(FIRST, SECOND)[n % 2], by=people[n % 3])
        for n in range(count)
    ]


def make_head(now: datetime) -> HeadRecord:
    """Sign the newest event."""
    return record_of(sign_head(now=now))


def found(heads: Sequence[HeadRecord] = (), **more: object) -> list[tuple[str, int | None]]:
    """Verify, and return what is wrong and where, in order."""
    report = verify(heads=heads, **more)  # type: ignore[arg-type]  # passed on as it came
    return [(str(finding.damage), finding.seq) for finding in report.findings]


@contextmanager
def unguarded() -> Iterator[None]:
    """Do what somebody with all power over the database can do: lift its triggers."""
    drop_guards(connection)
    yield
    install_guards(connection)


def sql(statement: str, *values: Any) -> int:
    """Run a statement; returns how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def rehash(event: LedgerEvent) -> None:
    """Make an event's hash fit what it says, as a forger would."""
    event.hash = event_hash(
        Entry(
            seq=event.seq,
            stream=event.stream.bytes,
            kind=event.kind,
            actor=event.actor.bytes if event.actor else b"",
            at=event.at_us,
            commitment=bytes(event.commitment),
            previous=bytes(event.previous),
        )
    )


def forge_payload(event: LedgerEvent, content: bytes) -> None:
    """Give an event another payload and everything that binds it, but no later event."""
    salt = b"s" * 32
    event.commitment = commitment(salt, content)
    rehash(event)
    event.save()
    type(event.payload).objects.filter(pk=event.pk).update(content=content, salt=salt)


def forget_tail(after: int) -> None:
    """Cut off the newest events with all that stands in the database about them."""
    LedgerHead.objects.filter(seq__gt=after).delete()
    sql("DELETE FROM ledger_ledgerpayload WHERE event_id > %s", after)
    sql("DELETE FROM ledger_ledgerevent WHERE seq > %s", after)
    last = LedgerEvent.objects.latest("seq")
    sql("UPDATE ledger_ledgertip SET seq = %s, hash = %s", last.seq, bytes(last.hash))
