"""Gaps that a lawful restore left: heads over events that were lost are no alarm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.rules.heads import HeadRecord


@dataclass(frozen=True, slots=True)
class Loss:
    """The events after one and up to another were lost; a `recovered` event says so."""

    seq: int
    at: datetime
    after: int
    until: int
    note: str

    def explains(self, head: HeadRecord) -> bool:
        """Whether a head that does not fit was signed before, over an event that was lost."""
        return self.after < head.seq <= self.until and head.signed_at < self.at

    def __str__(self) -> str:
        return (
            f"restored on {self.at:%F %T} UTC (event {self.seq}): what came after event"
            f" {self.after}, up to {self.until}, was lost. {self.note}"
        )


def losses(events: Iterable[tuple[int, datetime, Mapping[str, object]]]) -> list[Loss]:
    """Return what `recovered` events name; one that is damaged names nothing."""
    return [
        Loss(seq, at, after, until, str(said.get("note", "")))
        for seq, at, said in events
        if isinstance(after := said.get("after"), int)
        and isinstance(until := said.get("until"), int)
    ]
