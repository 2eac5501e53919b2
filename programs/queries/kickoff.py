"""Reads about a kick-off: for a guest, and for who runs the program."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from programs.models import Enrollment, KickOff, KickOffGuest, Program


@dataclass(frozen=True, slots=True)
class GuestCounts:
    """How many come, cannot, and have not answered."""

    coming: int
    cannot: int
    silent: int

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.coming + self.cannot + self.silent


def kickoff_of(program: Program) -> KickOff | None:
    """Return the kick-off of a program, one that was called off too."""
    return KickOff.objects.filter(program=program).first()


def guest_counts(kickoff: KickOff) -> GuestCounts:
    """Return who comes in numbers, in one query."""
    found = kickoff.guests.taking_part().aggregate(
        coming=Count("pk", filter=Q(comes=True)),
        cannot=Count("pk", filter=Q(comes=False)),
        silent=Count("pk", filter=Q(comes=None)),
    )
    return GuestCounts(**found)


def guests_of(kickoff: KickOff) -> list[KickOffGuest]:
    """Return who was asked, by name."""
    return list(kickoff.guests.taking_part().order_by("user__display_name", "pk"))


def guest_ahead(place: Enrollment, *, now: datetime) -> KickOffGuest | None:
    """Return what somebody with a place is asked to, while it is still to come."""
    guests = KickOffGuest.objects.taking_part().filter(user_id=place.user_id)
    ahead = KickOff.objects.ahead(now).filter(program_id=place.program_id)
    return guests.filter(kickoff__in=ahead).first()


def guest_of_link(uid: UUID, person_id: int) -> KickOffGuest | None:
    """Return the guest that a link in a mail is for."""
    guests = KickOffGuest.objects.taking_part()
    return guests.filter(uid=uid, user_id=person_id).first()
