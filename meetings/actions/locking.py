"""Every act on the meetings of a pair begins with the pair's row lock and ends with its traces."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.days import day_of
from core.errors import Forbidden, Refusal
from meetings.models import Meeting
from meetings.permissions import side_of
from pairings.actions import bump_revision, lock_pair
from pairings.models import Pairing
from programs.rules import Role

Facts = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """One side's act on a pair whose row is locked until the transaction ends.

    `by` is the partner on that side, or the assistant who plans for the mentee.
    """

    pairing: Pairing
    by: User
    role: Role
    now: datetime

    @property
    def partner(self) -> User:
        """The person on the other side."""
        other = Role.MENTOR if self.role == Role.MENTEE else Role.MENTEE
        return self.pairing.person_in(other)

    @property
    def person(self) -> User:
        """The person on this side, who acts or is acted for."""
        return self.pairing.person_in(self.role)

    @property
    def is_delegated(self) -> bool:
        """Whether the assistant acts for the mentee."""
        return self.pairing.role_of(self.by) is None

    @property
    def today(self) -> date:
        """The day it is for the mentee, by whose calendar the pair is measured."""
        return day_of(self.now, self.pairing.mentee.zone)

    def close(self, verb: str, subject: tuple[str, UUID], facts: Facts | None = None) -> None:
        """Leave the traces of the act: the pair's revision, the audit, a hint to look again."""
        bump_revision(self.pairing)
        audit.record(verb, subject, by=self.by, now=self.now, facts=facts)


def begin_turn(pairing: Pairing, *, by: User, now: datetime, delegate_may: bool = False) -> Turn:
    """Lock the pair for an act of one of its partners, or where it may be of the assistant.

    Refuses `not_a_partner` (403) and `not_live` (a proposal, or a pair that has ended).
    """
    locked = lock_pair(pairing)
    role = side_of(by, locked) if delegate_may else locked.role_of(by)
    if role is None:
        raise Forbidden("not_a_partner", _("Only the two of the pair can do this."))
    if not locked.is_live:
        raise Refusal("not_live", _("This pair is not meeting now, so nothing can change here."))
    return Turn(locked, by, role, now)


def fresh_meeting(turn: Turn, meeting: Meeting) -> Meeting:
    """Return the meeting as it is under the lock; `not_this_pair` for one of another pair."""
    found = Meeting.objects.filter(pk=meeting.pk, pairing=turn.pairing).first()
    if found is None:
        raise Refusal("not_this_pair", _("This conversation belongs to another pair."))
    found.pairing = turn.pairing
    return found


def subject_of(meeting: Meeting) -> tuple[str, UUID]:
    """How the audit trail names a meeting."""
    return ("meeting", meeting.uid)
