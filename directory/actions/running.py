"""A checked file is applied: at once when it is small, else by a worker, and it can be stopped.

What remains to do is compared anew each time, so a run goes on wherever it was cut off.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core import audit
from core.hints import hint
from directory.actions.importing import check_may_import, write_sheet
from directory.actions.staging import forget_imports, keep_issues, unpack
from directory.models import ImportRun, ImportState

# A page may wait this long for an answer: about a second.
AT_ONCE = 500


class _Stopped(Exception):
    """The run was canceled or finished meanwhile."""


def start_import(*, run: ImportRun, by: User, now: datetime) -> ImportRun:
    """Apply a checked file, once however often it is asked for. Refuses who is no HR admin."""
    check_may_import(by)
    with transaction.atomic():
        locked = _lock(run)
        if locked.state != ImportState.CHECKED:
            return locked
        locked.state = ImportState.APPLYING
        locked.started_by = by
        locked.save(update_fields=["state", "started_by"])
        audit.record("start import", locked.subject, by=by, now=now)
        hint("directory.tasks.continue_imports")
    if locked.changes <= AT_ONCE:
        continue_import(run=locked, now=now)
        locked.refresh_from_db()
    return locked


def continue_import(*, run: ImportRun, now: datetime) -> None:
    """Write what is left of a run that was started; does nothing for any other."""
    if run.state != ImportState.APPLYING:
        return
    sheet = unpack(run.read_content())

    def count(created: int, updated: int) -> None:
        if _lock(run).state != ImportState.APPLYING:
            raise _Stopped
        ImportRun.objects.filter(pk=run.pk).update(
            created=F("created") + created, updated=F("updated") + updated
        )

    try:
        plan, _created, _updated = write_sheet(sheet, by=run.started_by, now=now, tick=count)
    except _Stopped:
        return
    with transaction.atomic():
        locked = _lock(run)
        if locked.state == ImportState.APPLYING:
            keep_issues(locked, plan.problems, sheet)
            locked.wrong = plan.wrong
            locked.unchanged = locked.rows - locked.wrong - locked.created - locked.updated
            _finish(locked, ImportState.APPLIED, run.started_by, now)


def continue_imports(*, now: datetime) -> None:
    """Write what is left of every run, and forget files that nobody applied."""
    for run in ImportRun.objects.filter(state=ImportState.APPLYING).order_by("pk"):
        continue_import(run=run, now=now)
    forget_imports(now=now)


def cancel_import(*, run: ImportRun, by: User, now: datetime) -> ImportRun:
    """Stop a run or forget a checked file. What was written stays, and is counted."""
    check_may_import(by)
    with transaction.atomic():
        locked = _lock(run)
        if locked.state in (ImportState.CHECKED, ImportState.APPLYING):
            _finish(locked, ImportState.CANCELED, by, now)
    return locked


def _finish(run: ImportRun, state: ImportState, by: User | None, now: datetime) -> None:
    """Keep the counts and what was wrong, and nothing else of the file."""
    run.state = state
    run.content = b""
    run.samples = {}
    run.finished_at = now
    run.save(update_fields=["state", "content", "samples", "finished_at", "wrong", "unchanged"])
    facts = {"created": run.created, "updated": run.updated, "wrong": run.wrong}
    audit.record(f"import {state}", run.subject, by=by, now=now, facts=facts)


def _lock(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)
