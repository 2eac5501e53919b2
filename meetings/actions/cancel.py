"""Cancel what is planned: by a partner, or because the pair pauses, ends, or loses someone."""

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.days import day_of
from core.errors import Refusal
from meetings.actions.locking import begin_turn, fresh_meeting, subject_of
from meetings.actions.news import drop_news, tell_cancelled, tell_delegate_off
from meetings.models import CANCELLED, PLANNED, Meeting
from meetings.queries import later_in_series
from meetings.rules.planned import CancelCause, cancel_counts_as_fallen
from pairings.models import Pairing

CANCEL_FIELDS = [
    "state",
    "cancel_cause",
    "fell_through",
    "act_uid",
    "changed_by_role",
    "changed_at",
    "revision",
]


@transaction.atomic
def cancel_meeting(
    meeting: Meeting, *, by: User, now: datetime, with_later: bool = False
) -> list[Meeting]:
    """Cancel a planned conversation, and with `with_later` those that follow in its series.

    What is cancelled in one act counts as one that fell through. Cancelling twice is cancelling
    once. Refusals: `over`, `not_planned`, those of `begin_turn`.
    """
    turn = begin_turn(meeting.pairing, by=by, now=now, delegate_may=True)
    fresh = fresh_meeting(turn, meeting)
    if fresh.state == CANCELLED:
        return [fresh]
    check_still_planned(fresh)
    if fresh.ends_at <= now:
        raise Refusal("over", _("This conversation is over. Say whether it took place."))
    off = [fresh, *(later_in_series(fresh) if with_later else [])]
    _call_off(off, CancelCause.PERSON, now, role=turn.role)
    tell_cancelled(turn, off)
    turn.close("cancel meeting", subject_of(fresh), {"count": len(off)})
    return off


def check_still_planned(meeting: Meeting) -> None:
    """Refuse what has been held, called off or moved meanwhile."""
    if meeting.state != PLANNED:
        raise Refusal("not_planned", _("This conversation is not planned any more."))


def cancel_planned(
    pairing: Pairing, cause: CancelCause, *, now: datetime, before: date | None = None
) -> int:
    """Cancel what is still to come, or with `before` what comes before that day of the mentee.

    For an act that holds the pair's lock and tells the two itself; who plans for the mentee hears
    of the dates alone. Returns how many.
    """
    zone = pairing.mentee.zone
    planned = Meeting.objects.filter(pairing=pairing, state=PLANNED)
    off = [
        meeting
        for meeting in planned.order_by("starts_at")
        if meeting.ends_at > now and (before is None or day_of(meeting.starts_at, zone) < before)
    ]
    _call_off(off, cause, now)
    for meeting in off:
        drop_news(meeting, now)
    tell_delegate_off(pairing, off, now)
    return len(off)


def _call_off(meetings: list[Meeting], cause: CancelCause, now: datetime, role: str = "") -> None:
    act = uuid4()
    for meeting in meetings:
        meeting.state = CANCELLED
        meeting.cancel_cause = cause
        meeting.fell_through = cancel_counts_as_fallen(cause)
        meeting.act_uid = act
        meeting.changed_by_role = role
        meeting.changed_at = now
        meeting.revision += 1
        meeting.save(update_fields=CANCEL_FIELDS)
