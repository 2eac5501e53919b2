"""How far a company is with setting up, while there is no pair yet."""

from dataclasses import dataclass

from accounts.models import User
from pairings.models import PairingQuerySet
from programs.models import Enrollment, Program
from programs.rules import ProgramState


@dataclass(frozen=True, slots=True)
class Setup:
    """The four steps before the first pair, and the program they are about."""

    has_people: bool
    program: Program | None
    has_places: bool
    has_proposals: bool

    @property
    def is_open(self) -> bool:
        """Whether people can be enrolled and paired."""
        return self.program is not None and self.program.state != ProgramState.DRAFT


def setup_of(programs: list[Program], pairs: PairingQuerySet) -> Setup:
    """Return how far the newest of these programs is, in three queries."""
    program = next(iter(programs), None)
    places = Enrollment.objects.approved().filter(program__in=programs)
    return Setup(
        has_people=User.objects.active().count() > 1,
        program=program,
        has_places=places.exists(),
        has_proposals=pairs.exists(),
    )
