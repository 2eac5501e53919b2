"""The days of pairs, in one query: informal contacts, and on which days the clock stands still."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Value

from accounts.models import Leave
from core.days import ONE_DAY, Closed
from meetings.models import InformalContact
from pairings.models import Pairing, Pause
from programs.models import Blackout

Span = tuple[date, date]
Spans = dict[int, list[Span]]


@dataclass(frozen=True, slots=True)
class Contact:
    """One informal contact: its day, its kind, and who noted it."""

    on: date
    kind: str
    by_id: int | None


@dataclass(frozen=True, slots=True)
class PairDays:
    """What the calendar of one pair tells; contacts in the order of their days."""

    closed: Closed
    contacts: Sequence[Contact]


def days_of(pairings: Sequence[Pairing]) -> dict[int, PairDays]:
    """Return contacts and closed days by primary key of the pair, in one query."""
    read = _Read(pairings)
    return {pair.pk: PairDays(read.closed(pair), read.contacts[pair.pk]) for pair in pairings}


def closed_days_of(pairings: Sequence[Pairing]) -> dict[int, Closed]:
    """Return the days that do not count, by primary key of the pair, in one query."""
    return {pk: days.closed for pk, days in days_of(pairings).items()}


def leaves_of(people: Iterable[int]) -> Spans:
    """Return the days on which people are away, by primary key of the person."""
    found: Spans = defaultdict(list)
    rows = Leave.objects.filter(user_id__in=people)
    for person, first, last in rows.values_list("user_id", "starts_on", "ends_on"):
        found[person].append((first, last))
    return found


def span_of(pause: Pause) -> Span:
    """Return the days a pause took or will take; who came back early cut it short."""
    return _taken(pause.starts_on, pause.ends_on, pause.resumed_on)


def _taken(first: date, last: date, resumed_on: date | None) -> Span:
    back_on = resumed_on or last + ONE_DAY
    return first, min(last, back_on - ONE_DAY)


_NO_DAY = Value(None, output_field=DateField())
_NO_WORD = Value("", output_field=CharField())
_NO_PERSON = Value(None, output_field=IntegerField())


class _Source(StrEnum):
    """From which table a row comes; it belongs to a pair, a pair, a program, a person."""

    CONTACT = "contact"
    PAUSE = "pause"
    BLACKOUT = "blackout"
    LEAVE = "leave"


class _Read:
    """What one query found for some pairs."""

    def __init__(self, pairings: Sequence[Pairing]) -> None:
        self.contacts: dict[int, list[Contact]] = defaultdict(list)
        self._spans: dict[tuple[str, int], list[Span]] = defaultdict(list)
        for source, owner, first, last, resumed_on, kind, by_id in _rows(pairings):
            if source == _Source.CONTACT:
                self.contacts[owner].append(Contact(first, kind, by_id))
            else:
                self._spans[source, owner].append(_taken(first, last, resumed_on))
        for found in self.contacts.values():
            found.sort(key=lambda contact: contact.on)

    def closed(self, pair: Pairing) -> Closed:
        """Return the days that do not count for a pair."""
        owners = (
            (_Source.PAUSE, pair.pk),
            (_Source.BLACKOUT, pair.program_id),
            (_Source.LEAVE, pair.mentor_id),
            (_Source.LEAVE, pair.mentee_id),
        )
        return Closed.of(span for owner in owners for span in self._spans[owner])


def _rows(pairings: Sequence[Pairing]) -> Iterable[Any]:
    """Read four tables with one UNION; the first table says what type each column has."""
    ids = [pair.pk for pair in pairings]
    people = {p for pair in pairings for p in (pair.mentor_id, pair.mentee_id)}
    contacts = InformalContact.objects.filter(pairing_id__in=ids, undone_at=None)
    pauses = Pause.objects.filter(pairing_id__in=ids)
    blackouts = Blackout.objects.filter(program_id__in={pair.program_id for pair in pairings})
    leaves = Leave.objects.filter(user_id__in=people)
    span, nothing = ("starts_on", "ends_on"), (_NO_DAY, _NO_WORD, _NO_PERSON)
    return contacts.values_list(
        Value(_Source.CONTACT), "pairing_id", "on", F("on"), _NO_DAY, "kind", "by_id"
    ).union(
        pauses.values_list(
            Value(_Source.PAUSE), "pairing_id", *span, "resumed_on", _NO_WORD, _NO_PERSON
        ),
        blackouts.values_list(Value(_Source.BLACKOUT), "program_id", *span, *nothing),
        leaves.values_list(Value(_Source.LEAVE), "user_id", *span, *nothing),
        all=True,
    )
