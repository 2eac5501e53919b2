"""Plan one conversation."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from meetings.actions.locking import Turn, begin_turn, subject_of
from meetings.actions.news import tell_planned
from meetings.actions.plan_checks import PlanDraft, check_plan
from meetings.models import PLANNED, Meeting
from pairings.models import Pairing


@transaction.atomic
def plan_meeting(pairing: Pairing, draft: PlanDraft, *, by: User, now: datetime) -> Meeting:
    """Plan a conversation and tell the partner; the same time again gives the one there is.

    Refusals: those of `begin_turn` and `check_plan`.
    """
    turn = begin_turn(pairing, by=by, now=now, delegate_may=True)
    known = planned_at(turn.pairing, draft)
    if known is not None:
        return known
    check_plan(turn, draft)
    meeting = create_planned(turn, draft)
    tell_planned(turn, meeting)
    turn.close("plan meeting", subject_of(meeting), {"minutes": meeting.minutes})
    return meeting


def planned_at(pairing: Pairing, draft: PlanDraft) -> Meeting | None:
    """Return what is planned for exactly this time and length."""
    return Meeting.objects.filter(
        pairing=pairing, state=PLANNED, starts_at=draft.starts_at, minutes=draft.minutes
    ).first()


def create_planned(turn: Turn, draft: PlanDraft, **links: object) -> Meeting:
    """Write a planned conversation; `links` name its series or what it replaces."""
    return Meeting.objects.create(
        pairing=turn.pairing,
        starts_at=draft.starts_at,
        minutes=draft.minutes,
        channel=draft.channel,
        planned_by=turn.by,
        created_at=turn.now,
        **links,
    )
