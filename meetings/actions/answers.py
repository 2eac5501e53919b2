"""One side's word on a meeting: it replaces the own word before it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from meetings.actions.locking import Turn, begin_turn, fresh_meeting, subject_of
from meetings.actions.outcome import recompute
from meetings.models import HELD, MET, NOT_MET, NOT_YET, PLANNED, Meeting, MeetingLog
from meetings.rules.logs import may_say_not_yet


def say(turn: Turn, meeting: Meeting, log: MeetingLog) -> MeetingLog:
    """Write an answer under the lock; the own one before it becomes a tombstone."""
    meeting.logs.filter(role=turn.role, undone_at=None).update(undone_at=turn.now)
    log.meeting, log.role, log.by, log.at = meeting, turn.role, turn.by, turn.now
    log.save()
    recompute(meeting, turn)
    return log


@transaction.atomic
def answer_not_yet(meeting: Meeting, *, by: User, now: datetime) -> Meeting:
    """Say that a conversation did not take place.

    One that was planned and is over fell through. Of one that the partner reported it is said in
    private, within 7 days, and asks the program team for a check-in. Refusals: `not_over`,
    `already_met`, `too_late`, `called_off`, those of `begin_turn`.
    """
    turn = begin_turn(meeting.pairing, by=by, now=now, delegate_may=True)
    fresh = fresh_meeting(turn, meeting)
    _check_delegate_may_deny(turn, fresh)
    own = fresh.logs.filter(role=turn.role, undone_at=None).first()
    if own is not None and own.answer == NOT_YET:
        return fresh
    if own is not None:
        raise Refusal("already_met", _("You said that you met. Undo that first."))
    _check_may_deny(turn, fresh)
    say(turn, fresh, MeetingLog(answer=NOT_YET))
    turn.close("answer not yet", subject_of(fresh))
    return fresh


def _check_delegate_may_deny(turn: Turn, meeting: Meeting) -> None:
    """What somebody reported is denied in private, by the mentee alone."""
    if turn.is_delegated and meeting.state == HELD:
        text = _("It is logged as held. Only %(name)s can say otherwise.")
        raise Refusal("already_met", text % {"name": turn.person.first_name})


def _check_may_deny(turn: Turn, meeting: Meeting) -> None:
    if meeting.state not in (PLANNED, HELD, NOT_MET):
        raise Refusal("called_off", _("This conversation was called off already."))
    if meeting.state == PLANNED and meeting.ends_at > turn.now:
        raise Refusal(
            "not_over", _("This conversation is not over yet. You can move or cancel it.")
        )
    reported = meeting.logs.filter(answer=MET, undone_at=None).order_by("at").first()
    if reported is not None and not may_say_not_yet(reported.at, turn.now):
        raise Refusal("too_late", _("This was logged more than 7 days ago and stays as it is."))
