"""Which meeting a partner's log is about, and on which day that meeting was held."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from core.days import ONE_DAY, day_of
from meetings.rules.facts import Log, MeetingRecord, Outcome
from programs.rules import Role

NOT_YET_FOR: Final = timedelta(days=7)


def same_meeting(existing: MeetingRecord, day: date, role: Role) -> bool:
    """Say whether a log for `day` by one partner is about an already logged meeting.

    Logs of the two at most one calendar day apart are one meeting. It never takes a second log of
    the same partner: another day is another meeting, the same day is the same log again.
    """
    own = [log.on for log in existing.logs if log.role is role]
    if own:
        return day in own
    return any(abs(day - log.on) <= ONE_DAY for log in existing.logs)


def answers_plan(planned: MeetingRecord, day: date, zone: tzinfo, now: datetime) -> bool:
    """Say whether a log for `day` is about this planned meeting, which is still without an answer.

    On its day, or, once it has begun, one calendar day beside it.
    """
    if planned.outcome is not Outcome.PLANNED:
        return False
    starts_at = planned.slot.starts_at
    leeway = ONE_DAY if starts_at <= now else timedelta(0)
    return abs(day - day_of(starts_at, zone)) <= leeway


def find_meeting(
    meetings: Iterable[MeetingRecord], log: Log, zone: tzinfo, now: datetime
) -> MeetingRecord | None:
    """Return the meeting that a log is about: the nearest in days, a logged one before a plan.

    None when the log makes a meeting of its own. `zone` is the mentee's.
    """
    about = [
        (_distance(meeting, log.on, zone), meeting.outcome is Outcome.PLANNED, meeting.uid, meeting)
        for meeting in meetings
        if same_meeting(meeting, log.on, log.role) or answers_plan(meeting, log.on, zone, now)
    ]
    return min(about, key=lambda each: each[:3])[3] if about else None


def _distance(meeting: MeetingRecord, day: date, zone: tzinfo) -> timedelta:
    days = [log.on for log in meeting.logs] or [day_of(meeting.slot.starts_at, zone)]
    return min(abs(day - each) for each in days)


def date_of_meeting(logs: Iterable[Log], planned_on: date | None) -> date:
    """Return the day a meeting was held: as planned, else the earlier of its logs.

    A meeting without either is a ValueError.
    """
    return planned_on or min(log.on for log in logs)


def may_say_not_yet(logged_at: datetime, now: datetime) -> bool:
    """Say whether the other partner may still answer a log with *not yet*: for 7 calendar days."""
    return now - logged_at < NOT_YET_FOR
