"""Acts on a program that its pairs must follow."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from pairings.actions.items import settle_nothing_to_announce
from pairings.actions.recheck import recheck_pairs_in
from pairings.models import Pairing
from pairings.queries import is_quiet_now, quiet_pairs_of
from programs.actions import ANNOUNCEMENT_REFUSED, ProgramFacts, edit_program
from programs.models import Program
from programs.rules import ProgramKind


def change_program(
    *, program: Program, by: User, facts: ProgramFacts, revision: int, now: datetime
) -> Program:
    """Edit a program; its pairs end with it, and those a new rule makes invalid are named.

    Raises `Stale` when somebody else changed the program since `revision`, `Refusal` for an
    announcement that cannot be moved there, or taken away while pairs wait for it.
    """
    with transaction.atomic():
        before = Program.objects.get(pk=program.pk)
        changed = edit_program(program=program, by=by, facts=facts, revision=revision, now=now)
        if before.ends_on != changed.ends_on:
            _move_end(changed, before.ends_on)
        if before.announce_at != changed.announce_at:
            _move_announcement(changed, now)
        recheck_pairs_in(program=changed, now=now)
    return changed


def _move_announcement(program: Program, now: datetime) -> None:
    """Quiet pairs follow the new date; without one they would wait for nothing."""
    pairs = quiet_pairs_of(program)
    if is_quiet_now(program):
        Pairing.objects.filter(pk__in=pairs.values("pk")).update(expires_at=program.announce_at)
        settle_nothing_to_announce(program, now=now)
    elif pairs.exists():
        message = _(
            "Pairs are fixed and wait for this announcement. Announce them, or take them back"
            " first."
        )
        raise Refusal(ANNOUNCEMENT_REFUSED, message)


def _move_end(program: Program, before: date | None) -> None:
    """Move the pairs whose last day was the program's; an agreement's own date stays."""
    if program.kind == ProgramKind.ALWAYS_ON or program.ends_on is None:
        return
    pairs = Pairing.objects.live().filter(program=program, ends_on=before)
    pairs.update(ends_on=program.ends_on, revision=F("revision") + 1)
