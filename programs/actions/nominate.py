"""Somebody thinks of a colleague; the program team decides whether that colleague is asked."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from programs.actions.apply import Wishes
from programs.actions.invite import InviteAnswer, invite_people
from programs.actions.locks import lock_program
from programs.models import Enrollment, Nomination, Program
from programs.permissions import can_nominate
from programs.rules import TAKING_PART, EnrollmentState

OPEN_AT_MOST: Final = 10
_SETTLED: Final = (*TAKING_PART, EnrollmentState.INVITED, EnrollmentState.LEFT)


def nominate_person(
    *, program: Program, person: User, role: str, why: str, by: User, now: datetime
) -> None:
    """Suggest a colleague to the program team; nothing is sent to them.

    Says the same whether or not the colleague has a place or said no before: that is theirs to
    tell. Refuses oneself, and an eleventh suggestion while ten wait.
    """
    if not can_nominate(by, program):
        raise Forbidden(
            "not_in", _("Only people with a place in the program can suggest somebody.")
        )
    if person.pk == by.pk:
        raise Refusal("yourself", _("To join yourself, open “My programs”."))
    with transaction.atomic():
        current = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
        if current.nominations.waiting().filter(by=by).count() >= OPEN_AT_MOST:
            message = _("Ten of your suggestions wait for the program team. Let it catch up first.")
            raise Refusal("too_many", message)
        if not person.is_here or _is_settled(current, person):
            return
        found, is_new = Nomination.objects.get_or_create(
            program=current,
            person=person,
            decided_at=None,
            defaults={"role": role, "why": why, "by": by, "created_at": now},
        )
        if is_new:
            audit.record("nominate", found.subject, by=by, now=now)


def _is_settled(program: Program, person: User) -> bool:
    places = Enrollment.objects.filter(program=program, user=person)
    return places.filter(state__in=_SETTLED).exists()


def decide_nomination(
    *, nomination: Nomination, is_invited: bool, by: User, now: datetime
) -> InviteAnswer | None:
    """Invite the colleague, or set the suggestion aside; None when it was decided before."""
    with transaction.atomic():
        program = lock_program(nomination.program, by=by)
        current = Nomination.objects.select_for_update().get(pk=nomination.pk)
        if current.decided_at is not None:
            return None
        current.decided_at, current.was_invited = now, is_invited
        current.save(update_fields=["decided_at", "was_invited"])
        audit.record(
            "invite nominee" if is_invited else "set aside", current.subject, by=by, now=now
        )
        if not is_invited:
            return None
        wishes = Wishes(role=current.role)
        address = current.person.email
        return invite_people(program=program, addresses=[address], wishes=wishes, by=by, now=now)[0]
