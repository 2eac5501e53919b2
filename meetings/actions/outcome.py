"""What became of a meeting is recomputed from its records after every answer and every undo."""

from datetime import date

from django.db.models import QuerySet

from attention.actions import raise_item, settle_items
from core.days import day_of
from meetings.actions.locking import Turn
from meetings.models import (
    CANCELLED,
    DELETED,
    HELD,
    MOVED,
    NOT_MET,
    NOT_YET,
    PLANNED,
    Meeting,
    MeetingLog,
)
from meetings.queries.answers import Answers, answers_of
from meetings.rules.facts import Log
from meetings.rules.logs import date_of_meeting
from meetings.rules.planned import CancelCause
from programs.rules import Role

CHECK_IN = "check_in"
OUTCOME_FIELDS = [
    "state",
    "fell_through",
    "held_on",
    "held_minutes",
    "held_channel",
    "cancel_cause",
    "changed_at",
    "revision",
]


def recompute(meeting: Meeting, turn: Turn) -> None:
    """Store what the standing answers make of the meeting; when they disagree, say so to HR."""
    answers = answers_of(meeting)
    meeting.state = _state(meeting, answers)
    meeting.fell_through = _fell_through(meeting)
    _store_held(meeting, answers)
    _call_off_in_pause(meeting, turn)
    meeting.revision += 1
    meeting.save(update_fields=OUTCOME_FIELDS)
    _ask_for_check_in(answers, turn)


def planned_on(meeting: Meeting) -> date | None:
    """Return the mentee's day for which it was planned, if it was."""
    if not meeting.was_planned:
        return None
    return day_of(meeting.starts_at, meeting.pairing.mentee.zone)


def _state(meeting: Meeting, answers: Answers) -> str:
    if answers.met:
        return HELD
    if meeting.state in (CANCELLED, MOVED):
        return meeting.state
    if answers.not_yet and meeting.was_planned:
        return NOT_MET
    return PLANNED if meeting.was_planned and not _is_taken(meeting) else DELETED


def _is_taken(meeting: Meeting) -> bool:
    """Say whether another date has been planned for the very same time meanwhile."""
    same_time = Meeting.objects.filter(
        pairing_id=meeting.pairing_id, state=PLANNED, starts_at=meeting.starts_at
    )
    return same_time.exclude(pk=meeting.pk).exists()


def _fell_through(meeting: Meeting) -> bool:
    if meeting.state in (CANCELLED, MOVED):
        return meeting.fell_through
    return meeting.state == NOT_MET


def _store_held(meeting: Meeting, answers: Answers) -> None:
    """Set day, length and channel: of those who said a length or a channel, the first counts."""
    met = answers.met
    logs = [Log(Role(log.role), log.held_on) for log in met if log.held_on is not None]
    meeting.held_on = date_of_meeting(logs, planned_on(meeting)) if met else None
    meeting.held_minutes = next((log.minutes for log in met if log.minutes), None)
    meeting.held_channel = next((log.channel for log in met if log.channel), "")


def _call_off_in_pause(meeting: Meeting, turn: Turn) -> None:
    """A date that returns while the pair is paused is called off like the others in the pause."""
    until = turn.pairing.paused_until
    day = planned_on(meeting)
    if meeting.state != PLANNED or until is None or day is None:
        return
    if meeting.starts_at > turn.now and day < until:
        meeting.state = CANCELLED
        meeting.cancel_cause = CancelCause.PAUSE
        meeting.changed_at = turn.now


def _ask_for_check_in(answers: Answers, turn: Turn) -> None:
    """Raise or settle the pair's item; it never says who answered what."""
    pairing = turn.pairing
    if answers.are_at_odds:
        raise_item(
            program=pairing.program,
            kind=CHECK_IN,
            subject_uid=pairing.uid,
            people=[pairing.mentor, pairing.mentee],
            facts={},
            now=turn.now,
        )
    elif not _others_at_odds(turn).exists():
        settle_items(
            subject_uid=pairing.uid, kinds=[CHECK_IN], how="answered", by=None, now=turn.now
        )


def _others_at_odds(turn: Turn) -> QuerySet[MeetingLog]:
    return MeetingLog.objects.filter(
        meeting__pairing=turn.pairing, meeting__state=HELD, answer=NOT_YET, undone_at=None
    )
