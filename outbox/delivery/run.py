"""One run of the dispatcher: how long, how much, and what became of the messages."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from outbox.rules import LIMITS, Limits


class Result(StrEnum):
    """What became of one message in this run."""

    SENT = "sent"
    AGAIN = "again"
    REFUSED = "refused"
    FAILED = "failed"
    SILENT = "silent"
    UNKNOWN = "unknown"
    LATER = "later"
    SUPERSEDED = "superseded"
    SUPPRESSED = "suppressed"
    RELEASED = "released"
    LOST = "lost"


@dataclass(slots=True)
class Report:
    """Counts by result, and why nothing (more) could be sent."""

    counts: Counter[Result] = field(default_factory=Counter)
    trouble: str = ""

    def facts(self) -> dict[str, int | str]:
        """Return the report as plain values."""
        facts: dict[str, int | str] = {str(result): n for result, n in self.counts.items() if n}
        return facts | ({"trouble": self.trouble} if self.trouble else {})


@dataclass(slots=True)
class Run:
    """Starts at the caller's `now`; later instants of the run follow from the time that passed."""

    started_at: datetime
    limit: int | None = None
    limits: Limits = LIMITS
    report: Report = field(default_factory=Report)
    claimed: int = 0
    tick: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> timedelta:
        """How long the run has been going."""
        return timedelta(seconds=time.monotonic() - self.tick)

    @property
    def now(self) -> datetime:
        """The business time at this point of the run."""
        return self.started_at + self.elapsed

    @property
    def room(self) -> int:
        """How many messages may be claimed at once."""
        left = self.limits.batch if self.limit is None else self.limit - self.claimed
        return 0 if self.elapsed > self.limits.run_time else min(self.limits.batch, left)

    def count(self, result: Result) -> None:
        """Note what became of a message."""
        self.report.counts[result] += 1
