"""Take back one's own word on a meeting within ten minutes; records stay as tombstones."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from meetings.actions.locking import Turn, begin_turn, fresh_meeting, subject_of
from meetings.actions.outcome import recompute
from meetings.models import Meeting, MeetingLog
from pairings.rules import UNDO_FOR


@transaction.atomic
def undo_log(meeting: Meeting, *, by: User, now: datetime) -> Meeting:
    """Take back the own answer: a planned date is planned again, an unplanned one is gone.

    If both said that they met, only the own word goes; an assistant takes back what they said
    themselves. Undoing twice is undoing once. Refusals:
    `nothing_to_undo`, `too_late_to_undo`, those of `begin_turn`.
    """
    turn = begin_turn(meeting.pairing, by=by, now=now, delegate_may=True)
    fresh = fresh_meeting(turn, meeting)
    said = fresh.logs.filter(role=turn.role)
    if turn.is_delegated:
        said = said.filter(by=by)
    own = said.filter(undone_at=None).first()
    if own is None:
        if said.exists():
            return fresh
        raise Refusal("nothing_to_undo", _("You have not said anything about this conversation."))
    check_undo_time(own.at, now)
    _take_back(turn, own)
    recompute(fresh, turn)
    turn.close("undo log", subject_of(fresh))
    return fresh


def check_undo_time(said_at: datetime, now: datetime) -> None:
    """Refuse an undo after ten minutes."""
    if now - said_at > UNDO_FOR:
        raise Refusal("too_late_to_undo", _("This can be undone for 10 minutes only."))


def _take_back(turn: Turn, own: MeetingLog) -> None:
    """Undo the answer; what it replaced (it ended at the very time this one began) stands again."""
    own.undone_at = turn.now
    own.save(update_fields=["undone_at"])
    replaced = MeetingLog.objects.filter(
        meeting_id=own.meeting_id, role=turn.role, undone_at=own.at
    ).exclude(pk=own.pk)
    before = replaced.order_by("id").last()
    if before is not None:
        before.undone_at = None
        before.save(update_fields=["undone_at"])
