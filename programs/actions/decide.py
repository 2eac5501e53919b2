"""A coordinator answers an application; a person or a coordinator takes it back."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Forbidden
from outbox.actions import Draft, enqueue
from programs.actions.locks import lock_as_coordinator, lock_place
from programs.actions.steps import take_step
from programs.emails import place_confirmed, place_declined, place_wait_listed
from programs.models import Enrollment
from programs.permissions import can_coordinate, owns_place
from programs.rules import EnrollmentState

Letter = Callable[[Enrollment], Draft]


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
