"""Log a conversation that took place: one click, or with day, length and channel."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from meetings.actions.agenda import ItemDraft, save_new_item
from meetings.actions.answers import say
from meetings.actions.contact import check_day, checked_day, log_contact
from meetings.actions.locking import Turn, begin_turn, fresh_meeting, subject_of
from meetings.actions.notes import NoteDraft, save_new_note
from meetings.actions.outcome import planned_on
from meetings.actions.plan_checks import check_channel, check_length
from meetings.models import (
    CANCELLED,
    DELETED,
    HELD,
    MET,
    MOVED,
    NOT_MET,
    InformalContact,
    Meeting,
    MeetingLog,
)
from meetings.queries import meeting_defaults, records_of
from meetings.rules.facts import Log
from meetings.rules.logs import find_meeting
from pairings.models import Pairing

CALLED_OFF = (CANCELLED, MOVED, DELETED)


@dataclass(frozen=True, slots=True)
class LogDraft:
    """What somebody says of a conversation; what is left out comes from plan or agreement.

    `on`: a day as its author names it (default: the planned day, else today). `minutes`: 5 to 480.
    `note`: a private note, `follow_ups`: what the two promised each other; written with the log.
    """

    on: date | None = None
    minutes: int | None = None
    channel: str = ""
    note: NoteDraft | None = None
    follow_ups: tuple[ItemDraft, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether anything was written: no assistant does."""
        return self.note is not None or bool(self.follow_ups)


@dataclass(frozen=True, slots=True)
class _Said:
    """A log after its checks: of which meeting (none yet), for which day."""

    turn: Turn
    draft: LogDraft
    on: date
    meeting: Meeting | None = field(default=None)


@transaction.atomic
def log_meeting(
    pairing: Pairing,
    draft: LogDraft | None = None,
    *,
    by: User,
    now: datetime,
    meeting: Meeting | None = None,
) -> Meeting:
    """Log a conversation; `meeting` names the planned or reported one it is about.

    Without it the rules find the one meant: logs of the two at most a day apart are one meeting,
    a planned one of that day is held. The same log twice is one. Refusals: `future`,
    `before_start`, `minutes`, `channel`, `called_off`, those of `begin_turn`.
    """
    turn = begin_turn(pairing, by=by, now=now, delegate_may=draft is None or not draft.has_words)
    said = _checked(turn, draft or LogDraft(), meeting)
    target = said.meeting or _create(said)
    _write_words(said.turn, said.draft, target)
    if not _is_said_already(said, target):
        say(said.turn, target, _log(said))
        said.turn.close("log meeting", subject_of(target), {"on": str(target.held_on)})
    return target


@transaction.atomic
def log_corridor_chat(
    pairing: Pairing, draft: LogDraft, *, by: User, now: datetime
) -> InformalContact:
    """Note a corridor chat with what was learned and promised; it moves no date.

    Refusals: those of `log_contact`, and of notes and follow-ups.
    """
    contact = log_contact(pairing, "corridor", on=draft.on, by=by, now=now)
    _write_words(begin_turn(pairing, by=by, now=now), draft, None)
    return contact


def _write_words(turn: Turn, draft: LogDraft, meeting: Meeting | None) -> None:
    if draft.note is not None:
        save_new_note(turn, draft.note, meeting)
    for follow_up in draft.follow_ups:
        save_new_item(turn, follow_up)


def _checked(turn: Turn, draft: LogDraft, named: Meeting | None) -> _Said:
    if draft.minutes is not None:
        check_length(draft.minutes)
    if draft.channel:
        check_channel(draft.channel)
    meeting = _named(turn, named) if named else None
    day = _day(turn, draft, meeting)
    return _Said(turn, draft, day, meeting or _meant(turn, day))


def _named(turn: Turn, named: Meeting) -> Meeting:
    meeting = fresh_meeting(turn, named)
    if meeting.state in CALLED_OFF:
        text = _("This conversation was called off. If it took place all the same, log the day.")
        raise Refusal("called_off", text)
    return meeting


def _day(turn: Turn, draft: LogDraft, meeting: Meeting | None) -> date:
    if draft.on is None and meeting is not None:
        day = planned_on(meeting) or meeting.held_on or turn.today
        check_day(turn, day)
        return day
    return checked_day(turn, draft.on)


def _meant(turn: Turn, day: date) -> Meeting | None:
    """Find the meeting a log is about: by the rules, else one of that day called "not yet"."""
    zone = turn.pairing.mentee.zone
    records = records_of([turn.pairing.pk])[turn.pairing.pk]
    found = find_meeting(records, Log(turn.role, day), zone, turn.now)
    if found is not None:
        return fresh_meeting(turn, turn.pairing.meetings.get(uid=UUID(found.uid)))
    not_met = turn.pairing.meetings.filter(state=NOT_MET).order_by("starts_at", "id")
    return next((each for each in not_met if planned_on(each) == day), None)


def _create(said: _Said) -> Meeting:
    """Write a meeting that nobody had planned; noon stands in for a time that nobody named."""
    turn = said.turn
    usual = meeting_defaults(turn.pairing)
    return Meeting.objects.create(
        pairing=turn.pairing,
        state=HELD,
        held_on=said.on,
        starts_at=datetime.combine(said.on, time(12), tzinfo=turn.pairing.mentee.zone),
        minutes=said.draft.minutes or usual.minutes,
        channel=said.draft.channel or usual.channel,
        was_planned=False,
        planned_by=turn.by,
        created_at=turn.now,
    )


def _is_said_already(said: _Said, meeting: Meeting) -> bool:
    turn = said.turn
    met = meeting.logs.filter(answer=MET, undone_at=None)
    if not turn.is_delegated:
        return met.filter(role=turn.role).exists()
    _leave_to_mentee(turn, meeting)
    # What anybody reported stands: so it cannot be read here whether the mentee denies it.
    return met.exists()


def _leave_to_mentee(turn: Turn, meeting: Meeting) -> None:
    """Refuse to turn round what the mentee said themselves, where both can read it."""
    own = meeting.logs.filter(role=turn.role, undone_at=None).exclude(by=turn.by)
    if meeting.state == NOT_MET and own.exists():
        text = _("%(name)s has said already that it did not take place.")
        raise Refusal("said_already", text % {"name": turn.person.first_name})


def _log(said: _Said) -> MeetingLog:
    return MeetingLog(
        answer=MET,
        held_on=said.on,
        minutes=said.draft.minutes,
        channel=said.draft.channel,
    )
