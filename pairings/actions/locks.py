"""Rows of a pair are locked in one order, so that two acts wait for each other."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Forbidden
from pairings.models import Pairing
from programs.actions import lock_places
from programs.models import Program
from programs.rules import Role


def lock_pairing_program(program: Program) -> Program:
    """Lock a program whose pairs are fixed or announced, so that none slips in between."""
    return Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def lock_pair(pairing: Pairing) -> Pairing:
    """Lock the row of a pair and return it as it is now, with its people and program."""
    rows = Pairing.objects.select_for_update(of=("self",), no_key=True).with_people()
    return rows.get(pk=pairing.pk)


def lock_pair_and_places(pairing: Pairing) -> Pairing:
    """Lock the enrollments of a pair, then the pair: deciding about capacity needs all three."""
    lock_places([pairing.mentor_enrollment_id, pairing.mentee_enrollment_id])
    return lock_pair(pairing)


def side_of(pairing: Pairing, by: User) -> Role:
    """Return the side of a partner; raises `Forbidden` for everybody else."""
    role = pairing.role_of(by)
    if role is None:
        raise Forbidden("not_a_partner", _("Only the two people of this proposal can answer it."))
    return role
