"""Who of a pair is told of an act: the two, less who did it and who has left."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from outbox.actions import Draft, enqueue
from pairings.models import Pairing
from programs.rules import Role

Letter = Callable[[Pairing, Role], Draft]


def tell(pairing: Pairing, letter: Letter, *, now: datetime, besides: User | None = None) -> None:
    """Put the letter into the outbox for everyone concerned."""
    for role in Role:
        person = pairing.person_in(role)
        if person.is_here and person != besides:
            enqueue(letter(pairing, role), now=now)
