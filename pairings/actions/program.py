"""Acts on a program that its pairs must follow."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from pairings.actions.recheck import recheck_pairs_in
from pairings.models import Pairing
from programs.actions import ProgramFacts, edit_program
from programs.models import Program
from programs.rules import ProgramKind


def change_program(
    *, program: Program, by: User, facts: ProgramFacts, revision: int, now: datetime
) -> Program:
    """Edit a program; its pairs end with it, and those a new rule makes invalid are named.

    Raises `Stale` when somebody else changed the program since `revision`.
    """
    with transaction.atomic():
        before = Program.objects.get(pk=program.pk).ends_on
        changed = edit_program(program=program, by=by, facts=facts, revision=revision, now=now)
        if before != changed.ends_on:
            _move_end(changed, before)
        recheck_pairs_in(program=changed, now=now)
    return changed


def _move_end(program: Program, before: date | None) -> None:
    """Move the pairs whose last day was the program's; an agreement's own date stays."""
    if program.kind == ProgramKind.ALWAYS_ON or program.ends_on is None:
        return
    pairs = Pairing.objects.live().filter(program=program, ends_on=before)
    pairs.update(ends_on=program.ends_on, revision=F("revision") + 1)
