"""A closed program leaves the lists, and comes back: nothing in it changes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from programs.models import Program
from programs.permissions import can_coordinate
from programs.rules import ProgramState


@transaction.atomic
def set_archived(*, program: Program, is_archived: bool, by: User, now: datetime) -> Program:
    """Put a closed program into the archive, or take it back; the same again is harmless.

    Use `lifecycle.actions.archive_program`, which looks for pairs that still meet. Refusals:
    `not_coordinator` (403), `not_closed`.
    """
    if not can_coordinate(by, program):
        raise Forbidden("not_coordinator", _("Only the coordinators of this program can do this."))
    current = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if (current.archived_at is not None) == is_archived:
        return current
    if is_archived and current.state != ProgramState.CLOSED:
        raise Refusal("not_closed", _("Only a closed program goes into the archive."))
    current.archived_at = now if is_archived else None
    current.save(update_fields=["archived_at"])
    verb = "archive" if is_archived else "take from the archive"
    audit.record(verb, current.subject, by=by, now=now)
    return current
