"""Who may run programs and take places in them."""

from accounts.models import User
from programs.models import Enrollment, Program
from programs.rules import StaffRole

_RUNS = (StaffRole.COORDINATOR, StaffRole.DEPUTY)


def can_create_program(user: User) -> bool:
    """HR admins open programs."""
    return user.is_hr_admin


def can_coordinate(user: User, program: Program) -> bool:
    """Coordinators and deputies of the program, and HR admins."""
    return user.is_hr_admin or program.staff.filter(user=user, role__in=_RUNS).exists()


def can_coordinate_any(user: User) -> bool:
    """Whether this person runs any program at all."""
    return user.is_hr_admin or user.staff_roles.filter(role__in=_RUNS).exists()


def can_choose_staff(user: User) -> bool:
    """HR admins say who coordinates: otherwise a coordinator could hand over what is not theirs."""
    return user.is_hr_admin


def owns_place(user: User, enrollment: Enrollment) -> bool:
    """A person's place is their own to describe, to rest and to leave."""
    return enrollment.user_id == user.pk


def can_nominate(user: User, program: Program) -> bool:
    """Who has a place suggests colleagues, and who runs the program."""
    return program.enrollments.approved().filter(user=user).exists() or can_coordinate(
        user, program
    )
