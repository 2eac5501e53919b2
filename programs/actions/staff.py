"""Who runs or sponsors a program, and whom a coordinator keeps apart."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from core.hints import hint
from programs.actions.locks import lock_program
from programs.models import NeverMatch, Program, ProgramStaff
from programs.permissions import can_choose_staff


def add_staff(*, program: Program, user: User, role: str, by: User, now: datetime) -> ProgramStaff:
    """Give a person a role in running the program; the same again changes nothing."""
    _refuse_others(by)
    if not user.is_here:
        raise Refusal("not_here", _("This person has left or is switched off."))
    with transaction.atomic():
        current = lock_program(program, by=by)
        staff, is_new = ProgramStaff.objects.get_or_create(program=current, user=user, role=role)
        if is_new:
            facts: audit.Facts = {"person": user.pk, "role": role}
            audit.record("add staff", current.subject, by=by, now=now, facts=facts)
            hint("pairings.tasks.recheck")
    return staff


def remove_staff(*, staff: ProgramStaff, by: User, now: datetime) -> None:
    """Take the role back; one that is gone already stays gone."""
    _refuse_others(by)
    with transaction.atomic():
        current = lock_program(staff.program, by=by)
        gone, _tables = ProgramStaff.objects.filter(pk=staff.pk).delete()
        if gone:
            facts: audit.Facts = {
                "person": staff.user_id,
                "role": staff.role,
            }
            audit.record("remove staff", current.subject, by=by, now=now, facts=facts)
            hint("pairings.tasks.recheck")


def _refuse_others(by: User) -> None:
    if not can_choose_staff(by):
        raise Forbidden("not_hr", _("Only HR admins choose who runs a program."))


def add_never_match(
    *, program: Program, one: User, other: User, by: User, now: datetime
) -> NeverMatch:
    """Keep two people apart in this program, in either order.

    Use `pairings.actions.keep_apart`, which also looks at the pairs there are.
    """
    if one.pk == other.pk:
        raise Refusal("same_person", _("Choose two different people."))
    low, high = sorted((one.pk, other.pk))
    with transaction.atomic():
        current = lock_program(program, by=by)
        kept, is_new = NeverMatch.objects.get_or_create(
            program=current, first_id=low, second_id=high
        )
        if is_new:
            facts = {"first": low, "second": high}
            audit.record("keep apart", current.subject, by=by, now=now, facts=facts)
    return kept


def remove_never_match(*, never_match: NeverMatch, by: User, now: datetime) -> None:
    """Let two people be matched again; doing it twice is harmless."""
    with transaction.atomic():
        current = lock_program(never_match.program, by=by)
        gone, _tables = NeverMatch.objects.filter(pk=never_match.pk).delete()
        if gone:
            facts = {
                "first": never_match.first_id,
                "second": never_match.second_id,
            }
            audit.record("no longer keep apart", current.subject, by=by, now=now, facts=facts)
