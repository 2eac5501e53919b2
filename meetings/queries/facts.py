"""Gathers the values that the rhythm of pairs is read from, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from accounts.rules import working_days
from contracts.queries import terms_of_many
from core.days import WorkCalendar
from core.workdays import public_holidays
from meetings.models import InformalContact
from meetings.queries.closed import closed_days_of
from meetings.queries.records import records_of
from meetings.rules.facts import PairFacts
from pairings.models import Pairing
from pairings.rules import PairState


def pair_facts(pairing: Pairing) -> PairFacts:
    """Return the facts of one pair that has started; a ValueError for one that never did."""
    facts = pair_facts_of([pairing])
    if pairing.pk not in facts:
        message = f"pair {pairing.pk} has not started"
        raise ValueError(message)
    return facts[pairing.pk]


def pair_facts_of(pairings: Iterable[Pairing]) -> dict[int, PairFacts]:
    """Return the facts of pairs by primary key; those that never started are left out."""
    begun = [
        (pairing, pairing.started_at, pairing.ends_on)
        for pairing in pairings
        if pairing.started_at is not None and pairing.ends_on is not None
    ]
    started = [pairing for pairing, _start, _end in begun]
    prefetch_related_objects(started, "program", "mentee")
    sources = _Sources(started)
    return {pairing.pk: sources.facts(pairing, start, end) for pairing, start, end in begun}


class _Sources:
    """What was read for all pairs at once."""

    def __init__(self, pairings: list[Pairing]) -> None:
        ids = [pairing.pk for pairing in pairings]
        self.records = records_of(ids)
        self.contacts = _contacts_of(ids)
        self.closed = closed_days_of(pairings)
        self.terms = terms_of_many(pairings)

    def facts(self, pairing: Pairing, started_at: datetime, ends_on: date) -> PairFacts:
        return PairFacts(
            zone=pairing.mentee.zone,
            started_at=started_at,
            ends_on=ends_on,
            terms=self.terms[pairing.pk],
            is_paused=pairing.state == PairState.PAUSED,
            closed=self.closed[pairing.pk],
            work=WorkCalendar(
                week=working_days(pairing.mentee.working_week),
                holidays=public_holidays(pairing.mentee.country),
            ),
            meetings=self.records[pairing.pk],
            informal_on=self.contacts[pairing.pk],
        )


def _contacts_of(pairing_ids: Iterable[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    rows = InformalContact.objects.filter(pairing_id__in=pairing_ids, undone_at=None)
    for pairing_id, day in rows.order_by("on", "id").values_list("pairing_id", "on"):
        found[pairing_id].append(day)
    return found
