"""The announcement of a cohort: which pairs wait for it, what stands in the way, who is left."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.queries import line_of
from pairings.models import Pairing, PairingQuerySet
from pairings.queries.check import Broken, check_pairings
from pairings.queries.people import pool
from pairings.rules import fixes_quietly
from programs.models import Enrollment, Program, ProgramQuerySet
from programs.rules import PAIRING_STATES, ProgramKind, Role


def is_quiet_now(program: Program) -> bool:
    """Say whether pairs of this program are fixed without telling anybody."""
    return fixes_quietly(program.kind, program.announce_at, program.announced_at)


def quiet_pairs_of(program: Program) -> PairingQuerySet:
    """Return the pairs that wait for the announcement, in the order in which they were fixed."""
    return Pairing.objects.fixed_quietly().filter(program=program).with_people().order_by("pk")


def due_announcements(now: datetime) -> ProgramQuerySet:
    """Return the programs whose announcement has come."""
    due: ProgramQuerySet = Program.objects.filter(
        kind=ProgramKind.COHORT,
        announce_at__lte=now,
        announced_at=None,
        archived_at=None,
        state__in=PAIRING_STATES,
    )
    return due.order_by("pk")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an announcement would do now, as somebody who runs the program may see it.

    `pairs` and `broken` are those they oversee; `hidden` counts the others.
    """

    pairs: list[Pairing]
    broken: list[tuple[Pairing, list[Broken]]]
    hidden: int
    mentors_left: list[Enrollment]
    mentees_left: list[Enrollment]

    @property
    def number(self) -> int:
        """How many pairs would start."""
        return len(self.pairs) + self.hidden


def preview_announcement(program: Program, user: User) -> Preview:
    """Return what an announcement would do; the reader's own line is counted, never named."""
    waiting = list(quiet_pairs_of(program))
    found = list(zip(waiting, check_pairings(waiting), strict=True))
    seen = set(Pairing.objects.overseen_by(user).fixed_quietly().values_list("pk", flat=True))
    shown = [(pair, broken) for pair, broken in found if pair.pk in seen]
    left = _left_over(program, user)
    return Preview(
        pairs=[pair for pair, broken in shown if not broken],
        broken=[(pair, broken) for pair, broken in shown if broken],
        hidden=sum(pair.pk not in seen and not broken for pair, broken in found),
        mentors_left=[place for place in left if place.role == Role.MENTOR],
        mentees_left=[place for place in left if place.role == Role.MENTEE],
    )


def _left_over(program: Program, user: User) -> list[Enrollment]:
    """Return who has no partner yet, without the reader's own line."""
    line = line_of(user)
    free = (entry.place for entry in pool(program) if entry.is_free)
    return [place for place in free if place.user_id not in line]
