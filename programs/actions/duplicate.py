"""A new draft with the texts, rules, topics and staff of a program; its people stay behind."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from programs.actions.program import ProgramFacts, create_program
from programs.actions.staff import add_staff
from programs.models import Program
from programs.rules import ProgramKind


@dataclass(frozen=True, slots=True)
class NewRun:
    """What is not the same again: the name and the days."""

    name: str
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def duplicate_program(*, program: Program, run: NewRun, by: User, now: datetime) -> Program:
    """Create a draft after a program; people, pairs, closed days and dates are not taken along.

    Use `lifecycle.actions.duplicate_with_rules`, which also copies the house rules. Refusals:
    `not_hr` (403), `name_taken`, `dates`.
    """
    _check_days(program, run)
    copy = create_program(by=by, facts=_facts(program, run), now=now)
    for member in program.staff.select_related("user").order_by("pk"):
        if member.user.is_here:
            add_staff(program=copy, user=member.user, role=member.role, by=by, now=now)
    audit.record("duplicate", copy.subject, by=by, now=now, facts={"of": str(program.uid)})
    return copy


def _check_days(program: Program, run: NewRun) -> None:
    if run.ends_on is None and program.kind == ProgramKind.COHORT:
        raise Refusal("dates", _("A cohort needs a last day."))
    if run.ends_on is not None and run.ends_on <= run.starts_on:
        raise Refusal("dates", _("The last day must come after the first."))


def _facts(program: Program, run: NewRun) -> ProgramFacts:
    return ProgramFacts(
        name=run.name,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        kind=program.kind,
        purpose=program.purpose,
        time_zone=program.time_zone,
        cadence=program.cadence,
        minutes=program.minutes,
        min_level_gap=program.min_level_gap,
        change_weekday=program.change_weekday,
        change_time=program.change_time,
        topics=tuple(program.topics.order_by("pk").values_list("name", flat=True)),
        allows_requests=program.allows_requests,
    )
