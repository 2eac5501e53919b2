"""Where dispatchers are put to work, killed and counted."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from outbox.actions import enqueue_many
from outbox.models import OutboxMessage
from outbox.rules import State
from tests.faults.dispatcher import A_SECOND, Orders, drafts, run
from tests.faults.smtp_server import FaultyServer
from tests.outbox.stage import let_leases_run_out, let_wait_pass

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Field:
    """A database, a mail server, and what became of the messages."""

    database: str
    folder: Path
    server: FaultyServer
    born: float = dataclass_field(default_factory=time.monotonic)

    def put(self, kind: str, count: int) -> None:
        """Enqueue messages of a kind."""
        enqueue_many(drafts(kind, count), now=START)

    def orders(self, **details: Any) -> Orders:
        """Orders for this field, at the time that its clock has come to."""
        return Orders(
            database=self.database,
            data_dir=str(self.folder),
            email_url=self.server.url,
            now=START + (time.monotonic() - self.born) * A_SECOND,
            **details,
        )

    def settle(self) -> None:
        """Let undisturbed dispatchers bring everything to its end; raises when they cannot."""
        for _ in range(60):
            let_leases_run_out()
            let_wait_pass()
            run(self.orders(rounds=5))
            if not self.still_here():
                return
        message = f"never came to an end: {self.states()}"
        raise AssertionError(message)

    def still_here(self) -> int:
        """How many messages have not left."""
        here = OutboxMessage.objects.filter(state__in=[State.PENDING, State.HANDING])
        return here.count()

    def states(self, kind: str | None = None) -> Counter[str]:
        """Count messages by state."""
        rows = OutboxMessage.objects.all()
        if kind:
            rows = rows.filter(kind=kind)
        return Counter(rows.values_list("state", flat=True))

    def lost(self) -> list[str]:
        """Messages that never arrived although the outbox does not call them unknown."""
        arrived = set(self.server.recipients)
        rows = OutboxMessage.objects.exclude(state=State.UNKNOWN).values_list("key", flat=True)
        return [key for key in rows if f"{key}@example.org" not in arrived]

    def missing(self, kind: str) -> list[str]:
        """Messages of a kind that never arrived, for whatever reason."""
        arrived = set(self.server.recipients)
        rows = OutboxMessage.objects.filter(kind=kind).values_list("key", flat=True)
        return [key for key in rows if f"{key}@example.org" not in arrived]

    def doubled(self) -> list[str]:
        """Return addresses that got a message more than once, as often as too many."""
        return _surplus(self.server.recipients)


def _surplus(recipients: Iterable[str]) -> list[str]:
    counts = Counter(recipients)
    return [address for address, count in counts.items() for _ in range(count - 1)]
