"""Who may do what with an agreement: the two of a pair, each for themselves."""

from accounts.models import User
from contracts.models import Contract, Version
from programs.models import Program
from programs.permissions import can_coordinate
from programs.rules import Role, StaffRole


def role_in(user: User, contract: Contract) -> Role | None:
    """Return the side this person takes; None for anyone else."""
    return contract.pairing.role_of(user)


def is_partner(user: User, contract: Contract) -> bool:
    """The two of the pair write, offer and sign; nobody does it for them."""
    return role_in(user, contract) is not None


def can_withdraw(user: User, version: Version) -> bool:
    """Who offered may take it back."""
    return is_partner(user, version.contract) and version.offered_by_id == user.pk


def can_send_back(user: User, version: Version) -> bool:
    """Who was offered the text may send it back."""
    return is_partner(user, version.contract) and version.offered_by_id != user.pk


def can_publish_house_rules(user: User, program: Program) -> bool:
    """Whoever runs the program."""
    return can_coordinate(user, program)


def can_sign_house_rules(user: User, program: Program) -> bool:
    """The sponsors of the program, for the company; nobody does it for them."""
    return user.is_here and program.staff.filter(user=user, role=StaffRole.SPONSOR).exists()
