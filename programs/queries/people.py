"""Who takes part in a program, and who could be enrolled."""

from accounts.models import User, UserQuerySet
from programs.models import Enrollment, EnrollmentQuerySet, Program
from programs.rules import TAKING_PART, EnrollmentState

_ASKED = (*TAKING_PART, EnrollmentState.INVITED, EnrollmentState.LEFT)


def places_in(program: Program) -> EnrollmentQuerySet:
    """Return every place of a program with its person, by name."""
    places = Enrollment.objects.filter(program=program).select_related("user")
    return places.order_by("user__display_name", "pk")


def enrollable_people(program: Program) -> UserQuerySet:
    """Return the people HR can enroll: here, and without a place or an answer on the way."""
    # An answer of their own (declined, withdrawn) is changed by themselves alone.
    unsettled = (
        EnrollmentState.INVITED,
        EnrollmentState.APPLIED,
        EnrollmentState.WAIT_LISTED,
    )
    taken = Enrollment.objects.filter(program=program).exclude(state__in=unsettled)
    people: UserQuerySet = User.objects.active().exclude(pk__in=taken.values("user_id"))
    return people.order_by("display_name", "pk")


def invitable_people(program: Program) -> UserQuerySet:
    """Return the people who could be asked: here, without a place, an application or a question."""
    asked = Enrollment.objects.filter(program=program, state__in=_ASKED)
    people: UserQuerySet = User.objects.active().exclude(pk__in=asked.values("user_id"))
    return people.order_by("display_name", "pk")
