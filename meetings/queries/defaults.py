"""How long and where a pair usually talks: the last date, else the agreement, else the program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.queries import working_terms
from core.days import ONE_DAY, day_of
from meetings.models import Meeting
from meetings.rules.facts import PairFacts
from meetings.rules.interval import read_interval
from pairings.models import Pairing


@dataclass(frozen=True, slots=True)
class MeetingDefaults:
    """A length in minutes and a channel."""

    minutes: int
    channel: str


def meeting_defaults(pairing: Pairing) -> MeetingDefaults:
    """Return what a form or a one-click log fills in."""
    last = Meeting.objects.standing().filter(pairing=pairing).order_by("-created_at", "-id").first()
    if last is not None:
        return usual_of([last])
    terms = working_terms(pairing)
    return MeetingDefaults(terms.minutes, terms.channel)


def usual_of(standing: Iterable[Meeting]) -> MeetingDefaults:
    """Return the same from some meetings of a pair that are no tombstones; at least one."""
    last = max(standing, key=lambda meeting: (meeting.created_at, meeting.pk))
    return MeetingDefaults(last.minutes, last.channel)


def suggested_day(facts: PairFacts, now: datetime) -> date:
    """Return the day a form proposes: the due date, else the mentee's next working day."""
    today = day_of(now, facts.zone)
    due = read_interval(facts, today).due_on
    if due is not None and today < due <= facts.ends_on:
        return due
    return facts.work.next_working(today + ONE_DAY, facts.closed) or today + ONE_DAY
