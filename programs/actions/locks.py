"""Rows are locked before they are judged: programs, then enrollments by id.

Locks leave keys alone, so that rows pointing to a program can be added meanwhile.
"""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Forbidden, Refusal
from programs.models import Enrollment, Program
from programs.permissions import can_coordinate, owns_place


def lock_program(program: Program, *, by: User) -> Program:
    """Lock a program for someone who runs it; raises `Forbidden` for anyone else.

    Nothing changes in the archive (refusal `archived`).
    """
    if not can_coordinate(by, program):
        raise Forbidden("not_coordinator", _("Only the coordinators of this program can do this."))
    locked = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if locked.archived_at is not None:
        raise Refusal("archived", _("This program is in the archive. Take it out first."))
    return locked


def lock_places(places: Collection[int]) -> dict[int, Enrollment]:
    """Lock enrollments in the order of their ids and return them by id."""
    # `of` leaves the joined rows alone: people and programs are read, not decided about.
    rows = Enrollment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "user", "program"
    )
    return {row.pk: row for row in rows.filter(pk__in=places).order_by("pk")}


def lock_place(enrollment: Enrollment) -> Enrollment:
    """Lock one enrollment and return it as it is now."""
    return lock_places([enrollment.pk])[enrollment.pk]


def lock_as_coordinator(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Lock a place for someone who runs the program; raises `Forbidden` for anyone else."""
    if not can_coordinate(by, enrollment.program):
        raise Forbidden("not_coordinator", _("Only the coordinators of this program can do this."))
    return lock_place(enrollment)


def lock_as_owner(enrollment: Enrollment, *, by: User) -> Enrollment:
    """Lock a place for the person whose it is; raises `Forbidden` for anyone else."""
    if not owns_place(by, enrollment):
        raise Forbidden("not_yours", _("Only the person themselves can change this."))
    return lock_place(enrollment)


def refuse_closed(program: Program) -> None:
    """Refuse changes to a program that is over."""
    if program.state == "closed":
        raise Refusal("program_closed", _("This program is closed and stays as it was."))
