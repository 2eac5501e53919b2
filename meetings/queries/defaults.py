"""How long and where a pair usually talks, and when it could: what forms start from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from accounts.queries import manners_of
from contracts.queries import working_terms
from core.days import ONE_DAY, day_of, start_of_day
from meetings.models import Meeting
from meetings.rules.facts import PairFacts
from meetings.rules.interval import read_interval
from meetings.rules.suggestions import Liking, suggest_times
from pairings.models import Pairing

# Where the search for a later date begins, two days before what it can find.
DAYS_BEFORE_DUE: Final = 5


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


def suggested_times(
    pairing: Pairing, facts: PairFacts, now: datetime, minutes: int
) -> tuple[datetime, ...]:
    """Return up to three times that suit both: in their hours, on days that count, in their time.

    The first meeting is best soon, every later one near its due day. What they said suits them
    comes first. No query where the pair was fetched with its places: `facts` know the days on
    which either is away.
    """
    mentor, mentee = (manners_of(each, facts.closed) for each in (pairing.mentor, pairing.mentee))
    start, likings = _suggested_from(facts, now), likings_of(pairing)
    found = suggest_times(mentor, mentee, start, minutes, likings)
    return tuple(at for at in found if day_of(at, facts.zone) <= facts.ends_on)


def likings_of(pairing: Pairing) -> list[Liking]:
    """Return which days and times the two said suit them when they joined."""
    sides = (
        (pairing.mentor, pairing.mentor_enrollment),
        (pairing.mentee, pairing.mentee_enrollment),
    )
    return [
        Liking(person.zone, frozenset(map(int, place.days)), frozenset(place.dayparts))
        for person, place in sides
    ]


def _suggested_from(facts: PairFacts, now: datetime) -> datetime:
    interval = read_interval(facts, day_of(now, facts.zone))
    if interval.is_first or interval.due_on is None:
        return now
    return max(now, start_of_day(interval.due_on - DAYS_BEFORE_DUE * ONE_DAY, facts.zone))
