"""Which question a pair's page asks now, and how its rhythm is drawn: from facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from core.days import day_of
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.planned import is_unknown
from meetings.rules.status import Rhythm, Status, is_secured, status_at

LATE = (Status.BEHIND, Status.STALLED, Status.DORMANT)


class Moment(StrEnum):
    """The question of the moment."""

    OVER = "over"
    PAUSED = "paused"
    DID_YOU_MEET = "did_you_meet"
    LATE = "late"
    AGREE = "agree"
    NEXT = "next"
    FIRST_DATE = "first_date"
    FIND_DATE = "find_date"


@dataclass(frozen=True, slots=True)
class MomentFacts:
    """What the question depends on.

    `rhythm`: None once the pair is over. `waits_for_reader`: the agreement is not in force, and
    the next step is theirs. `has_date`: a meeting is planned that is not over. `today`: the day
    of the mentee.
    """

    rhythm: Rhythm | None
    today: date
    waits_for_reader: bool
    has_date: bool


def moment_of(facts: MomentFacts, now: datetime) -> Moment:
    """Return the first question that applies."""
    rhythm = facts.rhythm
    if rhythm is None:
        return Moment.OVER
    ladder = (
        (rhythm.is_paused, Moment.PAUSED),
        (bool(rhythm.unknown), Moment.DID_YOU_MEET),
        (is_late(rhythm, facts.today, now), Moment.LATE),
        (facts.waits_for_reader, Moment.AGREE),
        (facts.has_date, Moment.NEXT),
        (rhythm.is_first, Moment.FIRST_DATE),
    )
    return next((moment for applies, moment in ladder if applies), Moment.FIND_DATE)


def is_late(rhythm: Rhythm, today: date, now: datetime) -> bool:
    """Say whether the due day has passed with nothing planned.

    Two dates that fell through make a pair stalled before that day: it is not late for it.
    """
    is_past = rhythm.due_on is not None and rhythm.due_on < today
    return is_past and status_at(rhythm, now) in LATE and not is_secured(rhythm, now)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the rhythm strip: what and on which day."""

    kind: str
    on: date


def marks_of(facts: PairFacts, rhythm: Rhythm | None, now: datetime) -> list[Mark]:
    """Return what happened and what is next, oldest first; after the end only what happened.

    The due day is drawn while nothing is planned.
    """
    found = [*_held(facts), *_fallen(facts), *_contacts(facts)]
    if rhythm is not None:
        found += [*_asked(facts, now), *_next(facts, rhythm, now)]
    return sorted(found, key=lambda mark: (mark.on, mark.kind == "due"))


def _held(facts: PairFacts) -> Iterator[Mark]:
    yield from (Mark("met", day) for day, _meeting in facts.held_days())


def _fallen(facts: PairFacts) -> Iterator[Mark]:
    fallen = {_day(meeting, facts.zone) for meeting in facts.of(Outcome.FELL_THROUGH)}
    yield from (Mark("missed", day) for day in fallen)


def _contacts(facts: PairFacts) -> Iterator[Mark]:
    yield from (Mark("informal", day) for day in set(facts.informal_on))


def _asked(facts: PairFacts, now: datetime) -> Iterator[Mark]:
    passed = (meeting for meeting in facts.meetings if is_unknown(meeting, now))
    yield from (Mark("planned", _day(meeting, facts.zone)) for meeting in passed)


def _next(facts: PairFacts, rhythm: Rhythm, now: datetime) -> Iterator[Mark]:
    coming = [m for m in facts.of(Outcome.PLANNED) if m.slot.ends_at > now]
    if coming:
        yield Mark("planned", min(_day(meeting, facts.zone) for meeting in coming))
    elif rhythm.due_on is not None and not rhythm.is_paused and rhythm.due_on <= facts.ends_on:
        yield Mark("due", rhythm.due_on)


def _day(meeting: MeetingRecord, zone: tzinfo) -> date:
    return day_of(meeting.slot.starts_at, zone)
