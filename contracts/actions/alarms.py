"""The nightly look at the ledger: what is damaged is told to everybody who runs a program."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from attention.actions import raise_item, settle_items
from attention.models import ActionItem
from ledger.actions import save_checkpoint
from ledger.queries import newest_checkpoint, verify
from ledger.rules.damage import Report
from outbox.actions import record_heartbeat
from outbox.queries import heartbeat
from programs.models import Program
from programs.rules import ProgramState

LEDGER_ITEM: Final = "ledger_damage"
NIGHTLY, WEEKLY = "ledger night", "ledger week"
# A little less than a day and a week, so that an hourly look never slips by an hour each time.
_EVERY: Final = {NIGHTLY: timedelta(hours=23), WEEKLY: timedelta(days=6, hours=23)}


def look_after_ledger(*, now: datetime) -> Report | None:
    """Verify what is due: each night on from the last checkpoint, each week the whole.

    Level-triggered: it may be called at any time and in any number of processes; returns None while
    nothing is due. Damage raises one item in each program that is not over; while one is open the
    whole is looked at each night, and a whole look without findings settles it.
    """
    is_whole = _is_due(WEEKLY, now) or ActionItem.objects.open().filter(kind=LEDGER_ITEM).exists()
    if not (_is_due(WEEKLY, now) or _is_due(NIGHTLY, now)):
        return None
    report = verify(since=None if is_whole else newest_checkpoint())
    with transaction.atomic():
        if not report.is_intact:
            _raise(report, now)
        elif is_whole:
            _settle(now)
        save_checkpoint(report, now=now)
        for name in (NIGHTLY, WEEKLY) if is_whole else (NIGHTLY,):
            record_heartbeat(
                name=name, now=now, facts={"entries": report.seq, "found": report.found}
            )
    return report


def _is_due(name: str, now: datetime) -> bool:
    beat = heartbeat(name)
    return beat is None or beat.at + _EVERY[name] <= now


def _raise(report: Report, now: datetime) -> None:
    for program in Program.objects.exclude(state=ProgramState.CLOSED).order_by("pk"):
        raise_item(
            program=program,
            kind=LEDGER_ITEM,
            subject_uid=program.uid,
            people=[],
            facts={"found": report.found},
            now=now,
        )


def _settle(now: datetime) -> None:
    raised = ActionItem.objects.filter(kind=LEDGER_ITEM).values_list("subject_uid", flat=True)
    for subject in set(raised):
        settle_items(subject_uid=subject, kinds=[LEDGER_ITEM], how="intact", by=None, now=now)
