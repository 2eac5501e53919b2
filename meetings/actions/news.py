"""Tells the others what changed in the plan; what is no longer true does not leave."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from meetings.actions.locking import Turn
from meetings.emails import CANCELLED_MAIL, CHANGED_MAIL, PLANNED_MAIL, SERIES_MAIL
from meetings.models import Meeting
from outbox.actions import Draft, enqueue, enqueue_many, supersede_about
from pairings.models import Pairing
from pairings.queries import delegate_of

# That a series was planned stays worth saying while any of its dates stands.
NEWS = (PLANNED_MAIL, CHANGED_MAIL)


def tell_planned(turn: Turn, meeting: Meeting) -> None:
    """One date was planned."""
    _tell(PLANNED_MAIL, turn, meeting)


def tell_series(turn: Turn, meetings: Sequence[Meeting]) -> None:
    """Several dates were planned at once: one mail."""
    _tell(SERIES_MAIL if len(meetings) > 1 else PLANNED_MAIL, turn, meetings[0], len(meetings))


def tell_changed(turn: Turn, before: Meeting, after: Meeting) -> None:
    """A date got another time, length or channel."""
    drop_news(before, turn.now)
    _tell(CHANGED_MAIL, turn, after)


def tell_cancelled(turn: Turn, meetings: Sequence[Meeting]) -> None:
    """One date or several were cancelled in one act: one mail."""
    for meeting in meetings:
        drop_news(meeting, turn.now)
    _tell(CANCELLED_MAIL, turn, meetings[0], len(meetings))


def drop_news(meeting: Meeting, now: datetime) -> None:
    """Take back what is still waiting to be said about a date."""
    supersede_about(subject_uid=meeting.uid, kinds=NEWS, reason="changed since", now=now)


def tell_delegate_off(pairing: Pairing, meetings: Sequence[Meeting], now: datetime) -> None:
    """Dates went with a pause or an end, which the two hear of otherwise."""
    delegate = delegate_of(pairing) if meetings else None
    if delegate is not None:
        enqueue(_letter(CANCELLED_MAIL, delegate, meetings[0], len(meetings)), now=now)


def _tell(kind: str, turn: Turn, meeting: Meeting, count: int = 1) -> None:
    """Tell the other side, and on the mentee's side whoever of the two did not do it."""
    planner = turn.by.first_name if turn.is_delegated else ""
    drafts = [
        _letter(kind, person, meeting, count, planner)
        for person in _readers(turn)
        if person.is_here and person.pk != turn.by.pk
    ]
    enqueue_many(drafts, now=turn.now)


def _readers(turn: Turn) -> list[User]:
    delegate = delegate_of(turn.pairing)
    both = [turn.pairing.mentor, turn.pairing.mentee]
    return [*both, delegate] if delegate else both


def _letter(kind: str, to: User, meeting: Meeting, count: int, planner: str = "") -> Draft:
    return Draft(
        kind=kind,
        key=f"{kind}:{meeting.uid}:{to.pk}:{meeting.revision}",
        person_id=to.pk,
        address=to.email,
        subject_uid=meeting.uid,
        facts={
            "meeting": str(meeting.uid),
            "starts_at": meeting.starts_at.isoformat(),
            "minutes": meeting.minutes,
            "channel": str(meeting.channel),
            "count": count,
            "planner": planner,
        },
    )
