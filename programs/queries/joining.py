"""What a person takes part in, and what they could join."""

from accounts.models import User
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState

# Who declined or withdrew may apply again; who was invited has not answered yet.
_MAY_APPLY = (EnrollmentState.INVITED, EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN)


def places_of(user: User) -> list[Enrollment]:
    """Return a person's places, newest first, those behind them included."""
    places = Enrollment.objects.filter(user=user).select_related("program")
    return list(places.order_by("-created_at", "-pk"))


def programs_to_join(user: User) -> list[Program]:
    """Return the programs that are open and in which this person has no place, soonest first."""
    taken = Enrollment.objects.filter(user=user).exclude(state__in=_MAY_APPLY)
    programs = Program.objects.open_to_join().exclude(pk__in=taken.values("program_id"))
    return list(programs.order_by("starts_on", "name"))
