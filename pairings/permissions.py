"""Who may propose, answer and oversee a pair."""

from collections.abc import Sequence

from accounts.models import User
from accounts.queries import line_of
from pairings.models import Pairing
from programs.models import Program
from programs.permissions import can_coordinate
from programs.queries import overseer_where_nobody_is_free


def overseer_for(by: User, program: Program, people: Sequence[User]) -> tuple[bool, User | None]:
    """Say whether `by` may coordinate these people, and who must where nobody is free.

    Whoever stands in the line of one of them may not, unless every coordinator does and `by` is
    the HR admin with most steps between.
    """
    if not can_coordinate(by, program):
        return False, None
    ids = [user.pk for user in people]
    if line_of(by).isdisjoint(ids):
        return True, None
    overseer = overseer_where_nobody_is_free(program, ids)
    return overseer == by, overseer


def can_oversee(user: User, pairing: Pairing) -> bool:
    """Coordinators of the program, never about themselves or their line."""
    return Pairing.objects.overseen_by(user).filter(pk=pairing.pk).exists()


def can_take_back(user: User, pairing: Pairing) -> bool:
    """Who oversees a proposal; of a request also the one who asked."""
    is_own = pairing.is_request and pairing.proposed_by_id == user.pk
    return is_own or can_oversee(user, pairing)


def can_answer(user: User, pairing: Pairing) -> bool:
    """The two people a proposal is about, each for themselves."""
    return pairing.role_of(user) is not None
