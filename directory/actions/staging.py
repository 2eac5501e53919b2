"""A file is uploaded and read: what it would change is shown before anything is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.rules import tidy_line
from directory.actions.importing import check_may_import, today_of
from directory.models import ImportIssue, ImportRun, ImportState
from directory.queries import Plan, make_plan
from directory.rules.problems import Code, Problem
from directory.rules.reading import Sheet, read_rows, read_sheet
from directory.rules.table import Row, Table

SAMPLES = 8


def stage_import(*, data: bytes, file_name: str, by: User, now: datetime) -> ImportRun:
    """Read a file and keep what it says, without columns that are never stored.

    Takes the place of what the same person uploaded before and did not apply. Raises `Unreadable`;
    refuses who is no HR admin.
    """
    check_may_import(by)
    sheet = read_sheet(data)
    plan = make_plan(sheet, by=by, today=today_of(now))
    run = ImportRun(
        file_name=tidy_line(file_name)[:200],
        uploaded_by=by,
        columns=_columns(sheet),
        samples=_samples(plan),
        rows=sheet.total,
        to_create=len(plan.creations),
        to_update=len(plan.changed),
        unchanged=plan.unchanged,
        wrong=plan.wrong,
        created_at=now,
    )
    run.put_content(pack(sheet))
    with transaction.atomic():
        ImportRun.objects.filter(uploaded_by=by, state=ImportState.CHECKED).delete()
        run.save()
        keep_issues(run, plan.problems, sheet)
    return run


def forget_imports(*, now: datetime) -> int:
    """Delete files that nobody applied within a day; returns how many."""
    _rows, by_model = ImportRun.objects.forgotten(now).delete()
    return by_model.get(ImportRun._meta.label, 0)


def keep_issues(run: ImportRun, problems: Sequence[Problem], sheet: Sheet) -> None:
    """Store what is wrong, in place of what was wrong before."""
    run.issues.all().delete()
    issues = [
        ImportIssue(
            run=run,
            line=problem.line,
            code=problem.code,
            facts=dict(problem.facts),
            cells=[_storable(cell) for cell in sheet.cells.get(problem.line, ())],
            stops_row=problem.stops_row,
        )
        for problem in problems
    ]
    ImportIssue.objects.bulk_create(issues, batch_size=500)


def _storable(cell: str) -> str:
    """PostgreSQL keeps no NUL; a report shows the usual sign for what cannot be shown."""
    return cell.replace("\x00", "\ufffd")


def pack(sheet: Sheet) -> dict[str, Any]:
    """Return plain values that `unpack` makes the same sheet of."""
    broken = [problem for problem in sheet.problems if problem.line not in sheet.cells]
    return {
        "header": list(sheet.columns.used().values()),
        "rows": [[line, *cells] for line, cells in sheet.cells.items()],
        "broken": [[one.line, one.code, dict(one.facts)] for one in broken],
    }


def unpack(content: dict[str, Any]) -> Sheet:
    """Return the sheet that was packed."""
    table = Table(
        header=tuple(content["header"]),
        rows=tuple(Row(line, tuple(cells)) for line, *cells in content["rows"]),
        problems=tuple(Problem(line, Code(code), facts) for line, code, facts in content["broken"]),
    )
    return read_rows(table)


def _columns(sheet: Sheet) -> dict[str, Any]:
    columns = sheet.columns
    return {
        "used": [[field, name] for field, name in columns.used().items()],
        "dropped": list(columns.dropped),
        "unused": list(columns.unused),
    }


def _samples(plan: Plan) -> dict[str, Any]:
    return {
        "created": [[one.row.who, one.row.email] for one in plan.creations[:SAMPLES]],
        "updated": [[one.row.who, one.fields()] for one in plan.changed[:SAMPLES]],
        "leaving": sum(1 for one in plan.updates if one.change.has_left),
    }
