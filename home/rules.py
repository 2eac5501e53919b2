"""Which question a pair's page asks now, and how its rhythm is drawn: from facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from core.days import day_of
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.status import Rhythm, Status, is_secured, status_at


class Moment(StrEnum):
    """The question of the moment."""

    OVER = "over"
    PAUSED = "paused"
    DID_YOU_MEET = "did_you_meet"
    AGREE = "agree"
    FIRST_DATE = "first_date"
    NEXT = "next"
    LATE = "late"
    FIND_DATE = "find_date"


@dataclass(frozen=True, slots=True)
class MomentFacts:
    """What the question depends on. `next_at`: the next planned start."""

    is_live: bool
    is_paused: bool
    has_agreement: bool
    rhythm: Rhythm | None
    next_at: datetime | None = None


LATE = (Status.BEHIND, Status.STALLED, Status.DORMANT)


def moment_of(facts: MomentFacts, now: datetime) -> Moment:
    """Return the first question that applies."""
    rhythm = facts.rhythm
    if not facts.is_live or rhythm is None:
        return Moment.OVER
    is_late = status_at(rhythm, now) in LATE and not is_secured(rhythm, now)
    ladder = (
        (facts.is_paused, Moment.PAUSED),
        (bool(rhythm.unknown), Moment.DID_YOU_MEET),
        (is_late, Moment.LATE),
        (not facts.has_agreement, Moment.AGREE),
        (facts.next_at is not None, Moment.NEXT),
        (rhythm.is_first, Moment.FIRST_DATE),
    )
    return next((moment for applies, moment in ladder if applies), Moment.FIND_DATE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the rhythm strip: what and on which day."""

    kind: str
    on: date


def marks_of(facts: PairFacts, rhythm: Rhythm, now: datetime) -> list[Mark]:
    """Return what happened and what is next, oldest first; due is drawn while nothing is planned."""
    found = [*_past(facts, now), *_contacts(facts), *_planned(facts, now)]
    is_planned = any(mark.kind == "planned" for mark in found)
    if rhythm.due_on is not None and not is_planned and not rhythm.is_paused:
        found.append(Mark("due", rhythm.due_on))
    return sorted(found, key=lambda mark: (mark.on, mark.kind == "due"))


def _past(facts: PairFacts, now: datetime) -> Iterator[Mark]:
    yield from (Mark("met", day) for day, _meeting in facts.held_days())
    for meeting in facts.of(Outcome.FELL_THROUGH):
        yield Mark("missed", _day(meeting, facts.zone))


def _contacts(facts: PairFacts) -> Iterator[Mark]:
    yield from (Mark("informal", day) for day in sorted(set(facts.informal_on)))


def _planned(facts: PairFacts, now: datetime) -> Iterator[Mark]:
    coming = [m for m in facts.of(Outcome.PLANNED) if m.slot.ends_at > now]
    coming.sort(key=lambda meeting: meeting.slot.starts_at)
    yield from (Mark("planned", _day(meeting, facts.zone)) for meeting in coming[:1])


def _day(meeting: MeetingRecord, zone: tzinfo) -> date:
    return day_of(meeting.slot.starts_at, zone)


def next_planned(facts: PairFacts, now: datetime) -> datetime | None:
    """Return the start of the next planned meeting."""
    coming = (m.slot.starts_at for m in facts.of(Outcome.PLANNED) if m.slot.ends_at > now)
    return min(coming, default=None)
