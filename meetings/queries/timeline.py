"""What happened in a pair as facts without words: for HR's page of a pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.days import day_of
from meetings.models import CANCELLED, HELD, MOVED, NOT_MET, PLANNED, InformalContact, Meeting
from meetings.queries.closed import span_of
from meetings.queries.records import STANDING_LOGS, met_sides
from pairings.models import Pairing, Pause


class Happening(StrEnum):
    """What an entry of the timeline says."""

    PLANNED = "planned"
    UNANSWERED = "unanswered"
    REPORTED = "reported"
    HELD = "held"
    NOT_MET = "not_met"
    CANCELLED = "cancelled"
    MOVED = "moved"
    CONTACT = "contact"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact: a day of the mentee, what it was, and its length and channel where it has them.

    `kind` is a channel, or the kind of an informal contact. `until`: the last day of a pause.
    """

    on: date
    happening: Happening
    minutes: int | None = None
    kind: str = ""
    until: date | None = None
    fell_through: bool = False


def timeline_of(pairing: Pairing, *, today: date) -> list[TimelineEntry]:
    """Return the facts of a pair, newest first, in four queries; `today` is the mentee's day.

    Says neither who moved or cancelled, nor what one said in private of a reported meeting.
    """
    entries = [*_meetings(pairing, today), *_contacts(pairing), *_pauses(pairing)]
    return sorted(entries, key=lambda entry: entry.on, reverse=True)


def _meetings(pairing: Pairing, today: date) -> Iterator[TimelineEntry]:
    zone = pairing.mentee.zone
    rows = Meeting.objects.standing().filter(pairing=pairing)
    for meeting in rows.prefetch_related(STANDING_LOGS):
        on = meeting.held_on or day_of(meeting.starts_at, zone)
        yield TimelineEntry(
            on=on,
            happening=_happening(meeting, is_past=on < today),
            minutes=meeting.length,
            kind=meeting.kind,
            fell_through=meeting.fell_through,
        )


def _happening(meeting: Meeting, *, is_past: bool) -> Happening:
    if meeting.state == HELD:
        return Happening.HELD if met_sides(meeting) > 1 else Happening.REPORTED
    if meeting.state == PLANNED:
        return Happening.UNANSWERED if is_past else Happening.PLANNED
    known = {
        NOT_MET: Happening.NOT_MET,
        CANCELLED: Happening.CANCELLED,
        MOVED: Happening.MOVED,
    }
    return known[meeting.state]


def _contacts(pairing: Pairing) -> Iterator[TimelineEntry]:
    for contact in InformalContact.objects.filter(pairing=pairing, undone_at=None):
        yield TimelineEntry(contact.on, Happening.CONTACT, kind=contact.kind)


def _pauses(pairing: Pairing) -> Iterator[TimelineEntry]:
    for pause in Pause.objects.filter(pairing=pairing):
        first, last = span_of(pause)
        yield TimelineEntry(first, Happening.PAUSE, until=last)
