"""Gathers the values that the rhythm of pairs is read from, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from accounts.rules import working_days
from contracts.queries import terms_of_many
from core.days import WorkCalendar
from core.workdays import public_holidays
from meetings.models import Meeting
from meetings.queries.closed import Contact, PairDays, days_of
from meetings.queries.records import Book, books_of
from meetings.rules.facts import PairFacts
from pairings.models import Pairing
from pairings.rules import PairState
from programs.cadence import Terms


def pair_facts(pairing: Pairing) -> PairFacts:
    """Return the facts of one pair that has started; a ValueError for one that never did."""
    facts = pair_facts_of([pairing])
    if pairing.pk not in facts:
        message = f"pair {pairing.pk} has not started"
        raise ValueError(message)
    return facts[pairing.pk]


def pair_facts_of(pairings: Iterable[Pairing]) -> dict[int, PairFacts]:
    """Return the facts of pairs by primary key, in four queries and what is missing of people.

    Those that never started are left out.
    """
    begun = [pairing for pairing in pairings if pairing.started_at and pairing.ends_on]
    prefetch_related_objects(begun, "program", "mentee")
    readings = _read(begun, terms_of_many(begun))
    return {pk: reading.facts for pk, reading in readings.items()}


@dataclass(frozen=True, slots=True)
class PairReading:
    """The facts of one pair, with the meetings and contacts they were read from."""

    facts: PairFacts
    meetings: Sequence[Meeting]
    contacts: Sequence[Contact]


def read_pair(pairing: Pairing, terms: Sequence[Terms]) -> PairReading:
    """Return the facts of a pair that has started and whose terms are known, in three queries."""
    return _read([pairing], {pairing.pk: terms})[pairing.pk]


def _read(
    pairings: Sequence[Pairing], terms: Mapping[int, Sequence[Terms]]
) -> dict[int, PairReading]:
    books = books_of([pairing.pk for pairing in pairings])
    days = days_of(pairings)
    return {
        pair.pk: _reading(pair, terms[pair.pk], books[pair.pk], days[pair.pk]) for pair in pairings
    }


def _reading(pairing: Pairing, terms: Sequence[Terms], book: Book, days: PairDays) -> PairReading:
    facts = _facts(pairing, terms, book, days)
    return PairReading(facts, book.meetings, days.contacts)


def _facts(pairing: Pairing, terms: Sequence[Terms], book: Book, days: PairDays) -> PairFacts:
    mentee = pairing.mentee
    if pairing.started_at is None or pairing.ends_on is None:
        message = f"pair {pairing.pk} has not started"
        raise ValueError(message)
    return PairFacts(
        zone=mentee.zone,
        started_at=pairing.started_at,
        ends_on=pairing.ends_on,
        terms=terms,
        is_paused=pairing.state == PairState.PAUSED,
        closed=days.closed,
        work=WorkCalendar(
            week=working_days(mentee.working_week), holidays=public_holidays(mentee.country)
        ),
        meetings=book.records,
        informal_on=[contact.on for contact in days.contacts],
    )
