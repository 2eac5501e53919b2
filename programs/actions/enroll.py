"""HR gives a person a place without an application; a leaver gives up every place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from core.hints import hint
from outbox.actions import enqueue
from programs.actions.locks import lock_place, lock_places, lock_program
from programs.actions.steps import take_step
from programs.emails import place_confirmed
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramState

_TAKES_PEOPLE = (
    ProgramState.DRAFT,
    ProgramState.ENROLLING,
    ProgramState.MATCHING,
    ProgramState.RUNNING,
)
_ON_LEAVING = {
    EnrollmentState.APPROVED: "leave",
    EnrollmentState.APPLIED: "withdraw",
    EnrollmentState.WAIT_LISTED: "withdraw",
    EnrollmentState.INVITED: "decline",
}


def enroll_person(
    *, program: Program, person: User, role: str, by: User, now: datetime
) -> Enrollment:
    """Give a place in a role and tell the person; who has it already keeps it.

    Refuses a leaver, a closing program, the other role, and who declined or withdrew.
    """
    with transaction.atomic():
        current = lock_program(program, by=by)
        _refuse_closed_doors(current, person)
        place, is_new = Enrollment.objects.get_or_create(
            program=current,
            user=person,
            defaults={
                "role": role,
                "state": EnrollmentState.APPROVED,
                "created_at": now,
                "decided_at": now,
            },
        )
        if is_new:
            audit.record("enroll", place.subject, by=by, now=now)
        if is_new or _takes_in(place, role, by, now):
            enqueue(place_confirmed(place), now=now)
            hint("health.tasks.refresh")
    return place


def _refuse_closed_doors(program: Program, person: User) -> None:
    if program.state not in _TAKES_PEOPLE:
        raise Refusal("not_open", _("This program takes no more people."))
    if not person.is_here:
        raise Refusal("not_here", _("This person has left or is switched off."))


def _takes_in(place: Enrollment, role: str, by: User, now: datetime) -> bool:
    locked = lock_place(place)
    if locked.state == EnrollmentState.APPROVED and locked.role != role:
        message = _("%(name)s takes part in the other role.") % {"name": locked.user.display_name}
        raise Refusal("other_role", message)
    locked.role = role
    act = "approve" if locked.state == EnrollmentState.WAIT_LISTED else "enroll"
    taken = take_step(locked, act, by=by, now=now)
    place.refresh_from_db()
    return taken


def leave_programs(*, person: User, by: User | None, now: datetime) -> list[Enrollment]:
    """End every place of a leaver; returns the places that changed."""
    with transaction.atomic():
        open_places = Enrollment.objects.filter(user=person, state__in=_ON_LEAVING)
        places = lock_places(list(open_places.values_list("pk", flat=True)))
        for place in places.values():
            take_step(place, _ON_LEAVING[EnrollmentState(place.state)], by=by, now=now)
    return list(places.values())
