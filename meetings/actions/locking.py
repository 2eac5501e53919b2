"""Every act on the meetings of a pair begins with the pair's row lock and ends with its traces."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from core.hints import hint
from meetings.models import Meeting
from core.days import day_of
from pairings.models import Pairing
from programs.rules import Role

REFRESH = "health.tasks.refresh"
Facts = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """One partner's act on a pair whose row is locked until the transaction ends."""

    pairing: Pairing
    by: User
    role: Role
    now: datetime

    @property
    def partner(self) -> User:
        """The other person of the pair."""
        return self.pairing.partner_of(self.by)

    @property
    def today(self) -> date:
        """The day it is for the mentee, by whose calendar the pair is measured."""
        return day_of(self.now, self.pairing.mentee.zone)

    def close(self, verb: str, subject: tuple[str, UUID], facts: Facts | None = None) -> None:
        """Leave the traces of the act: the pair's revision, the audit, a hint to look again."""
        leave_traces(self.pairing)
        audit.record(verb, subject, by=self.by, now=self.now, facts=facts)


def lock_pair(pairing: Pairing) -> Pairing:
    """Lock the row and return it fresh, with its people and program."""
    return Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)


def begin_turn(pairing: Pairing, *, by: User, now: datetime) -> Turn:
    """Lock the pair for an act of one of its partners.

    Refuses `not_a_partner` (403) and `not_live` (a proposal, or a pair that has ended).
    """
    locked = lock_pair(pairing)
    role = locked.role_of(by)
    if role is None:
        raise Forbidden("not_a_partner", _("Only the two of the pair can do this."))
    if not locked.is_live:
        raise Refusal("not_live", _("This pair is not meeting any more, so nothing can change here."))
    return Turn(locked, by, role, now)


def fresh_meeting(turn: Turn, meeting: Meeting) -> Meeting:
    """Return the meeting as it is under the lock; `not_this_pair` for one of another pair."""
    found = Meeting.objects.filter(pk=meeting.pk, pairing=turn.pairing).first()
    if found is None:
        raise Refusal("not_this_pair", _("This conversation belongs to another pair."))
    found.pairing = turn.pairing
    return found


def leave_traces(pairing: Pairing) -> None:
    """Bump the pair's revision and hint that its facts changed."""
    Pairing.objects.filter(pk=pairing.pk).update(revision=F("revision") + 1)
    hint(REFRESH)


def subject_of(meeting: Meeting) -> tuple[str, UUID]:
    """How the audit trail names a meeting."""
    return ("meeting", meeting.uid)
