"""Blackouts: days on which nobody in a program is expected to meet."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from core.hints import hint
from programs.actions.locks import lock_program, refuse_closed
from programs.models import Blackout, Program


def add_blackout(
    *, program: Program, name: str, days: tuple[date, date], by: User, now: datetime
) -> Blackout:
    """Close the days from the first to the last; the same again changes nothing."""
    starts_on, ends_on = days
    if ends_on < starts_on:
        raise Refusal("reversed", _("The last day lies before the first."))
    with transaction.atomic():
        current = lock_program(program, by=by)
        refuse_closed(current)
        blackout, is_new = Blackout.objects.get_or_create(
            program=current, name=name, starts_on=starts_on, ends_on=ends_on
        )
        if is_new:
            _facts_changed(current, "add blackout", by, now)
    return blackout


def remove_blackout(*, blackout: Blackout, by: User, now: datetime) -> None:
    """Open the days again; one that is gone already stays gone. Refused once the program closed."""
    with transaction.atomic():
        current = lock_program(blackout.program, by=by)
        refuse_closed(current)
        gone, _tables = Blackout.objects.filter(pk=blackout.pk).delete()
        if gone:
            _facts_changed(current, "remove blackout", by, now)


def _facts_changed(program: Program, verb: str, by: User, now: datetime) -> None:
    """Health reads the revisions of pair, program and people together."""
    Program.objects.filter(pk=program.pk).update(revision=F("revision") + 1)
    audit.record(verb, program.subject, by=by, now=now)
    hint("health.tasks.refresh")
