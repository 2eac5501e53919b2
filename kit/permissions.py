"""Who reads a letter that nobody has touched, and that so has no row."""

from accounts.models import User
from kit.models import ROLE_OF_KIND
from kit.rules import LetterKind
from programs.models import Program
from programs.permissions import can_coordinate


def can_read_usual(user: User, program: Program, kind: LetterKind) -> bool:
    """Who runs the program, and enrolled people of the role it is for."""
    role = ROLE_OF_KIND.get(kind)
    own = program.enrollments.approved().filter(user=user, role=role)
    return can_coordinate(user, program) or (role is not None and own.exists())
