"""Move a planned conversation; too often or too late, the old date counts as fallen through."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from core.days import day_of
from meetings.actions.cancel import check_still_planned
from meetings.actions.locking import Turn, begin_turn, fresh_meeting, subject_of
from meetings.actions.news import tell_changed
from meetings.actions.plan import create_planned, plan_meeting
from meetings.actions.plan_checks import PlanDraft, check_plan
from meetings.models import MOVED, PLANNED, Meeting, Move
from meetings.queries import pair_facts
from meetings.rules.interval import read_interval
from meetings.rules.planned import move_counts_as_fallen
from pairings.models import Pairing

CHANGED_FIELDS = ["starts_at", "minutes", "channel", "time_revision", "revision"]
REPLACED_FIELDS = [
    "state",
    "fell_through",
    "act_uid",
    "changed_by_role",
    "changed_at",
    "revision",
]


@transaction.atomic
def move_meeting(meeting: Meeting, draft: PlanDraft, *, by: User, now: datetime) -> Meeting:
    """Give a planned conversation another time and tell the partner; returns the one now planned.

    The third move in an interval, one within 24 hours, and a new date after its time keep the old
    record as fallen through and plan a new one. A new length or channel alone is no move. The same
    move twice is one. Refusals: `not_planned`, those of `begin_turn` and `check_plan`.
    """
    turn = begin_turn(meeting.pairing, by=by, now=now, delegate_may=True)
    fresh = fresh_meeting(turn, meeting)
    successor = _moved_there_already(fresh, draft)
    if successor is not None:
        return successor
    check_still_planned(fresh)
    if _is_as_drafted(fresh, draft):
        return fresh
    check_plan(turn, draft, besides=fresh)
    changed = _change(turn, fresh, draft)
    tell_changed(turn, fresh, changed)
    turn.close("move meeting", subject_of(changed), {"fell_through": changed.pk != fresh.pk})
    return changed


@transaction.atomic
def set_new_date(
    pairing: Pairing,
    draft: PlanDraft,
    *,
    by: User,
    now: datetime,
    instead_of: Meeting | None = None,
) -> Meeting:
    """Answer "we have a new date": moves what is planned or unanswered, else plans anew."""
    if instead_of is not None and instead_of.state in (PLANNED, MOVED):
        return move_meeting(instead_of, draft, by=by, now=now)
    return plan_meeting(pairing, draft, by=by, now=now)


def _moved_there_already(meeting: Meeting, draft: PlanDraft) -> Meeting | None:
    if meeting.state != MOVED:
        return None
    return Meeting.objects.filter(
        replaces=meeting, state=PLANNED, starts_at=draft.starts_at
    ).first()


def _is_as_drafted(meeting: Meeting, draft: PlanDraft) -> bool:
    return PlanDraft(meeting.starts_at, meeting.minutes, meeting.channel) == draft


def _change(turn: Turn, meeting: Meeting, draft: PlanDraft) -> Meeting:
    is_move = meeting.starts_at != draft.starts_at
    if is_move and _falls_through(turn, meeting):
        return _replace(turn, meeting, draft)
    if is_move:
        _record_move(turn, meeting, draft)
        meeting.time_revision += 1
    meeting.starts_at = draft.starts_at
    meeting.minutes = draft.minutes
    meeting.channel = draft.channel
    meeting.revision += 1
    meeting.save(update_fields=CHANGED_FIELDS)
    return meeting


def _falls_through(turn: Turn, meeting: Meeting) -> bool:
    facts = pair_facts(turn.pairing)
    interval = read_interval(facts, day_of(turn.now, facts.zone))
    record = next(each for each in facts.meetings if each.uid == str(meeting.uid))
    return move_counts_as_fallen(record, interval, turn.now)


def _replace(turn: Turn, meeting: Meeting, draft: PlanDraft) -> Meeting:
    """Keep the old record as fallen through; its moves go on counting for the new one."""
    _record_move(turn, meeting, draft)
    meeting.state = MOVED
    meeting.fell_through = True
    meeting.act_uid = uuid4()
    meeting.changed_by_role = turn.role
    meeting.changed_at = turn.now
    meeting.revision += 1
    meeting.save(update_fields=REPLACED_FIELDS)
    return create_planned(turn, draft, replaces=meeting, series_uid=meeting.series_uid)


def _record_move(turn: Turn, meeting: Meeting, draft: PlanDraft) -> None:
    Move.objects.create(
        meeting=meeting,
        from_at=meeting.starts_at,
        to_at=draft.starts_at,
        role=turn.role,
        at=turn.now,
    )
