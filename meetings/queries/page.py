"""What the two of a pair see of their meetings, each with what this person can do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from meetings.models import (
    HELD,
    MET,
    NOT_MET,
    NOT_YET,
    PLANNED,
    InformalContact,
    Meeting,
    MeetingLog,
)
from meetings.queries.records import STANDING_LOGS, standing_logs
from meetings.rules.logs import may_say_not_yet
from pairings.models import Pairing
from pairings.rules import UNDO_FOR
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting as one partner sees it; of the other's answers only "we met" is known here."""

    meeting: Meeting
    own: MeetingLog | None
    partner_met: MeetingLog | None
    now: datetime

    @property
    def assistant(self) -> User | None:
        """Who planned it for the mentee, if it was none of the two."""
        planner, pairing = self.meeting.planned_by, self.meeting.pairing
        return planner if planner and pairing.role_of(planner) is None else None

    @property
    def is_over(self) -> bool:
        """Whether its planned time has passed."""
        return self.meeting.ends_at <= self.now

    @property
    def is_question(self) -> bool:
        """Planned, passed, and nobody has said anything."""
        return self.meeting.state == PLANNED and self.is_over

    @property
    def is_confirmed(self) -> bool:
        """Both said that they met."""
        return self.said_met and self.partner_met is not None

    @property
    def is_reported(self) -> bool:
        """One of the two said that they met, the other did not yet."""
        return self.meeting.state == HELD and not self.is_confirmed

    @property
    def said_met(self) -> bool:
        """The reader said that they met."""
        return self.own is not None and self.own.answer == MET

    @property
    def said_not_yet(self) -> bool:
        """The reader said "not yet"."""
        return self.own is not None and self.own.answer == NOT_YET

    @property
    def can_undo(self) -> bool:
        """Their own answer is younger than ten minutes."""
        return self.own is not None and self.now - self.own.at <= UNDO_FOR

    @property
    def can_confirm(self) -> bool:
        """They may still say "we met" of what the partner reported or called "not yet"."""
        return self.own is None and self.meeting.state in (HELD, NOT_MET)

    @property
    def can_deny(self) -> bool:
        """They may still say "not yet", in private, of what the partner reported."""
        reported = self.partner_met
        return self.own is None and reported is not None and may_say_not_yet(reported.at, self.now)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One informal contact as one partner sees it."""

    contact: InformalContact
    can_undo: bool


@dataclass(frozen=True, slots=True)
class PairMeetings:
    """The meetings of a pair in the order of their page, and its informal contacts."""

    upcoming: list[MeetingRow]
    questions: list[MeetingRow]
    past: list[MeetingRow]
    contacts: list[ContactRow]

    @property
    def is_empty(self) -> bool:
        """Nothing was ever planned, held or noted."""
        return not (self.upcoming or self.questions or self.past or self.contacts)


def meetings_page(pairing: Pairing, user: User, *, now: datetime) -> PairMeetings:
    """Return what one of the two sees, in three queries."""
    role = pairing.role_of(user)
    found = Meeting.objects.standing().visible_to(user).filter(pairing=pairing)
    ordered = found.select_related("planned_by").prefetch_related(STANDING_LOGS)
    meetings = list(ordered.order_by("starts_at", "id"))
    for meeting in meetings:
        meeting.pairing = pairing
    rows = [row_of(meeting, role, now) for meeting in meetings]
    planned = [row for row in rows if row.meeting.state == PLANNED]
    return PairMeetings(
        upcoming=[row for row in planned if not row.is_over],
        questions=[row for row in planned if row.is_over],
        past=_newest_first(row for row in rows if row.meeting.state != PLANNED),
        contacts=_contacts(pairing, user, now),
    )


def row_of(meeting: Meeting, role: Role | None, now: datetime) -> MeetingRow:
    """Return a meeting fetched with `STANDING_LOGS` as the person in this role sees it."""
    logs = standing_logs(meeting)
    return MeetingRow(
        meeting=meeting,
        own=next((log for log in logs if log.role == role), None),
        partner_met=next((log for log in logs if log.role != role and log.answer == MET), None),
        now=now,
    )


def _newest_first(rows: Iterable[MeetingRow]) -> list[MeetingRow]:
    return sorted(rows, key=lambda row: (row.meeting.starts_at, row.meeting.pk), reverse=True)


def _contacts(pairing: Pairing, user: User, now: datetime) -> list[ContactRow]:
    rows = InformalContact.objects.filter(pairing=pairing, undone_at=None).order_by("-on", "-id")
    return [
        ContactRow(contact, can_undo=contact.by_id == user.pk and now - contact.at <= UNDO_FOR)
        for contact in rows
    ]
