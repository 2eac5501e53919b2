"""A verification without findings is remembered, so that the next one may go on from there."""

from datetime import datetime

from ledger.models import Checkpoint
from ledger.rules.damage import Report


def save_checkpoint(report: Report, *, now: datetime) -> Checkpoint | None:
    """Remember how far it came; returns None for one with findings, or of an empty ledger."""
    if not report.is_intact or not report.seq:
        return None
    return Checkpoint.objects.create(seq=report.seq, hash=report.hash, at=now)
