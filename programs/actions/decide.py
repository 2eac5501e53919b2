"""A coordinator answers an application; a person or a coordinator takes it back."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Forbidden, Refusal
from outbox.actions import Draft, enqueue, enqueue_many
from programs.actions.locks import lock_as_coordinator, lock_place, lock_places, lock_program
from programs.actions.steps import take_step
from programs.emails import place_confirmed, place_declined, place_wait_listed
from programs.models import Enrollment, Program
from programs.permissions import can_coordinate, owns_place
from programs.rules import ENROLLMENT_LIFE, EnrollmentState

Letter = Callable[[Enrollment], Draft]
LETTERS: Mapping[str, Letter] = {
    "approve": place_confirmed,
    "wait-list": place_wait_listed,
    "decline": place_declined,
}


def approve_enrollment(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Give the place that was asked for, and say so by mail."""
    return _answer(enrollment, "approve", place_confirmed, by=by, now=now)


def wait_list_enrollment(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Put on the wait list: no place this time, maybe later."""
    return _answer(enrollment, "wait-list", place_wait_listed, by=by, now=now)


def decline_enrollment(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Say no to an application in kind words; an invited person may decline for themselves."""
    if enrollment.state == EnrollmentState.INVITED and owns_place(by, enrollment):
        with transaction.atomic():
            place = lock_place(enrollment)
            take_step(place, "decline", by=by, now=now)
        return place
    return _answer(enrollment, "decline", place_declined, by=by, now=now)


def decide_enrollments(
    *, program: Program, places: Collection[UUID], act: str, by: User, now: datetime
) -> int:
    """Answer several applications in the same way, all or none; returns how many were answered.

    Those that are answered already, or are not in this program, are left alone. Refuses an act
    that is no answer.
    """
    if act not in LETTERS:
        raise Refusal("unknown_act", _("Choose what should happen with these places."))
    with transaction.atomic():
        current = lock_program(program, by=by)
        rows = current.enrollments.filter(uid__in=places).values_list("pk", flat=True)
        answered = [
            place
            for place in lock_places(list(rows)).values()
            if can_be_answered(act, place.state) and take_step(place, act, by=by, now=now)
        ]
        enqueue_many([LETTERS[act](place) for place in answered], now=now)
    return len(answered)


def can_be_answered(act: str, state: str) -> bool:
    """Say whether the team may answer like this; an invited person answers for themselves."""
    return state != EnrollmentState.INVITED and ENROLLMENT_LIFE.allows(act, state)


def _answer(
    enrollment: Enrollment, act: str, letter: Letter, *, by: User, now: datetime
) -> Enrollment:
    with transaction.atomic():
        place = lock_as_coordinator(enrollment, by=by)
        if take_step(place, act, by=by, now=now):
            enqueue(letter(place), now=now)
    return place


def withdraw_enrollment(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Give a place up. Use `pairings.actions.leave_program`, which looks at the pairs first."""
    if not owns_place(by, enrollment) and not can_coordinate(by, enrollment.program):
        message = _("Only the person themselves or a coordinator can do this.")
        raise Forbidden("not_yours", message)
    with transaction.atomic():
        place = lock_place(enrollment)
        take_step(place, "withdraw", by=by, now=now)
    return place
