"""How many pairs a person takes on, and whether they take any now."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Forbidden, Refusal
from programs.actions.locks import lock_as_coordinator, lock_place
from programs.actions.steps import change_place
from programs.models import Enrollment
from programs.permissions import can_coordinate, owns_place
from programs.rules import CAPACITIES, EnrollmentState


def set_capacity(*, enrollment: Enrollment, capacity: int, by: User, now: datetime) -> Enrollment:
    """Let a person take one pair or two. Pairs there are stay when it is lowered."""
    if capacity not in CAPACITIES:
        raise Refusal("capacity", _("A person takes one pair or two."))
    with transaction.atomic():
        place = lock_as_coordinator(enrollment, by=by)
        if place.capacity != capacity:
            place.capacity = capacity
            change_place(place, "set capacity", by=by, now=now)
    return place


def set_availability(
    *, enrollment: Enrollment, is_available: bool, by: User, now: datetime
) -> Enrollment:
    """Take new pairs or rest from them; refuses who is not enrolled.

    Use `pairings.actions.change_availability`, which also withdraws open proposals.
    """
    if not owns_place(by, enrollment) and not can_coordinate(by, enrollment.program):
        message = _("Only the person themselves or a coordinator can do this.")
        raise Forbidden("not_yours", message)
    with transaction.atomic():
        place = lock_place(enrollment)
        if place.state != EnrollmentState.APPROVED:
            raise Refusal("not_enrolled", _("Only people with a place can change this."))
        if place.is_available != is_available:
            place.is_available = is_available
            verb = "become available" if is_available else "become unavailable"
            change_place(place, verb, by=by, now=now)
    return place
