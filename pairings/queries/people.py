"""Who could be in a pair, who is, and what waits for an answer."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from accounts.queries import line_of
from pairings.models import Pairing, PairingQuerySet
from programs.models import Enrollment, Program, Topic
from programs.queries import places_in
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """An enrolled person with their pairs and open proposals."""

    place: Enrollment
    open_pairs: int

    @property
    def is_free(self) -> bool:
        """Available, here, and below capacity."""
        place = self.place
        return place.is_available and place.user.is_here and self.open_pairs < place.capacity


def pool(program: Program) -> list[PoolEntry]:
    """Return every enrolled person of a program, by name; two queries."""
    taken: Counter[int] = Counter()
    for pair in Pairing.objects.open().filter(program=program):
        taken.update((pair.mentor_enrollment_id, pair.mentee_enrollment_id))
    return [PoolEntry(place, taken[place.pk]) for place in places_in(program).approved()]


def free_people(program: Program, role: Role, *, for_user: User) -> list[Enrollment]:
    """Return who could be proposed in a role, without those in the line of who asks."""
    line = line_of(for_user)
    return [
        entry.place
        for entry in pool(program)
        if entry.is_free and entry.place.role == role and entry.place.user_id not in line
    ]


def live_pairs_of(place: Enrollment) -> PairingQuerySet:
    """Return the live pairs that stand on a place."""
    return Pairing.objects.at_place(place).live().with_people().order_by("pk")


def open_proposals_of(place: Enrollment) -> PairingQuerySet:
    """Return the proposals that wait for an answer of either side; quiet ones wait for nobody."""
    proposals = Pairing.objects.asked().at_place(place)
    return proposals.with_people().order_by("pk")


def proposals_waiting_for(user: User, *, now: datetime) -> list[Pairing]:
    """Return the proposals that this person has not answered yet, oldest first."""
    unanswered = Q(mentor=user, mentor_accepted_at=None) | Q(mentee=user, mentee_accepted_at=None)
    proposals = Pairing.objects.asked().filter(unanswered, expires_at__gt=now)
    return list(proposals.with_people().order_by("proposed_at", "pk"))


def topics_in_common(pairing: Pairing) -> list[str]:
    """Return the topics that both chose when they joined, by name."""
    topics = Topic.objects.filter(enrollments=pairing.mentor_enrollment_id)
    both = topics.filter(enrollments=pairing.mentee_enrollment_id)
    return list(both.order_by("name").values_list("name", flat=True))
