"""Who may pause, resume and end a pair: its partners, and who oversees it."""

from accounts.models import User
from pairings.models import Pairing
from pairings.permissions import can_oversee


def can_rest(user: User, pairing: Pairing) -> bool:
    """Pause and resume: either partner, or a coordinator who is not in their line."""
    return pairing.role_of(user) is not None or can_oversee(user, pairing)


def can_ask_to_end(user: User, pairing: Pairing) -> bool:
    """Ask for the end on the next change day: either partner, or a coordinator."""
    return can_rest(user, pairing)


def can_end_at_once(user: User, pairing: Pairing) -> bool:
    """End it now: a coordinator, never of an own pair."""
    return pairing.role_of(user) is None and can_oversee(user, pairing)
