"""The whole import in one call: read, compare, write, report."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import company
from core import audit
from core.errors import Forbidden, Refusal
from core.hints import hint
from directory.actions.writing import Tick, Writer, write_plan
from directory.permissions import can_import_people
from directory.queries import Plan, make_plan
from directory.rules.problems import Problem
from directory.rules.reading import Sheet, read_sheet

# Each round plans anew; more than one is needed only when somebody else adds the same people.
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did (a preview: would do). `wrong` rows were left out, each with a problem."""

    rows: int
    created: int
    updated: int
    unchanged: int
    wrong: int
    problems: tuple[Problem, ...]
    dropped: tuple[str, ...]
    unused: tuple[str, ...]


def import_people(data: bytes, *, by: User | None, now: datetime) -> Report:
    """Bring people in from a file; the same file again changes nothing.

    Wrong rows are left out and reported, the others applied. Raises `Unreadable` for a file that
    is no list of people. Refuses who is no HR admin; `by` is None for a command or a feed.
    """
    check_may_import(by)
    sheet = read_sheet(data)
    plan, created, updated = write_sheet(sheet, by=by, now=now)
    if created or updated:
        facts = {"created": created, "updated": updated}
        audit.record("import people", ("import", uuid4()), by=by, now=now, facts=facts)
    return _report(sheet, plan, created=created, updated=updated)


def preview_people(data: bytes, *, by: User | None, now: datetime) -> Report:
    """Say what `import_people` would do, and write nothing."""
    check_may_import(by)
    sheet = read_sheet(data)
    plan = make_plan(sheet, by=by, today=today_of(now))
    return _report(sheet, plan, created=len(plan.creations), updated=len(plan.changed))


def _no_tick(_created: int, _updated: int) -> None:
    """Nobody watches."""


def write_sheet(
    sheet: Sheet, *, by: User | None, now: datetime, tick: Tick = _no_tick
) -> tuple[Plan, int, int]:
    """Write what a file says; return the last plan, and how many were created and updated.

    `tick` is told of each batch inside its transaction. Refuses when others keep being quicker.
    """
    created = updated = 0
    for _round in range(ROUNDS):
        writer = Writer(by, now, today_of(now), tick)
        plan = make_plan(sheet, by=by, today=writer.today)
        is_complete = write_plan(plan, writer)
        created, updated = created + writer.created, updated + writer.updated
        if is_complete:
            hint("health.tasks.refresh")
            hint("pairings.tasks.recheck")
            return plan, created, updated
    raise Refusal("busy", _("Somebody else is adding the same people. Try again in a minute."))


def check_may_import(by: User | None) -> None:
    """Refuse who may not bring people in."""
    if by is not None and not can_import_people(by):
        raise Forbidden("not_hr", _("Only HR admins import people."))


def today_of(now: datetime) -> date:
    """Return the day it is for the company, which decides whether a last day is over."""
    return now.astimezone(ZoneInfo(company().default_time_zone)).date()


def _report(sheet: Sheet, plan: Plan, *, created: int, updated: int) -> Report:
    return Report(
        rows=sheet.total,
        created=created,
        updated=updated,
        unchanged=sheet.total - plan.wrong - created - updated,
        wrong=plan.wrong,
        problems=plan.problems,
        dropped=sheet.columns.dropped,
        unused=sheet.columns.unused,
    )
