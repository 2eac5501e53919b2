"""Whose dates a person keeps as their assistant: dates alone, nothing that the two wrote."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Delegation, User
from accounts.queries import delegations_held_by
from core.days import day_of
from meetings.models import PLANNED, Meeting
from meetings.queries import Clocks, clocks_of, pair_facts_of
from meetings.rules.status import read_rhythm
from pairings.models import Pairing


@dataclass(frozen=True, slots=True)
class KeptPair:
    """A pair whose dates are kept: what is asked, what is next, else when one is due.

    `clocks` are those of mentee and mentor. `is_past_due`: the day has gone by.
    """

    pairing: Pairing
    clocks: Clocks
    asked: Meeting | None
    next: Meeting | None
    due_on: date | None
    is_past_due: bool


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """A mentee for whom somebody plans, and the pairs that this is about now."""

    delegation: Delegation
    pairs: Sequence[KeptPair]

    @property
    def person(self) -> User:
        """The mentee."""
        return self.delegation.person


def people_planned_for(delegate: User, now: datetime) -> list[KeptPerson]:
    """Return everybody for whom a person plans, by name, in a constant number of queries."""
    delegations = delegations_held_by(delegate) if delegate.plans_for else []
    if not delegations:
        return []
    found = Pairing.objects.planned_by(delegate).with_people()
    pairs = list(found.order_by("mentor__display_name", "pk"))
    kept = _kept(pairs, now)
    # What is asked stands above what is only planned.
    rows = sorted((kept[pair.pk] for pair in pairs), key=lambda row: row.asked is None)
    return [
        KeptPerson(each, [row for row in rows if row.pairing.mentee_id == each.person_id])
        for each in delegations
    ]


def _kept(pairs: Sequence[Pairing], now: datetime) -> dict[int, KeptPair]:
    planned = _planned(pairs)
    facts = pair_facts_of(pairs)
    return {
        pair.pk: _keep(pair, planned[pair.pk], read_rhythm(facts[pair.pk], now).due_on, now)
        for pair in pairs
    }


def _planned(pairs: Sequence[Pairing]) -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    rows = Meeting.objects.filter(pairing__in=pairs, state=PLANNED)
    for meeting in rows.order_by("starts_at", "pk"):
        found[meeting.pairing_id].append(meeting)
    return found


def _keep(
    pair: Pairing, planned: Sequence[Meeting], due_on: date | None, now: datetime
) -> KeptPair:
    today = day_of(now, pair.mentee.zone)
    is_waiting = due_on is not None and not pair.paused_until
    return KeptPair(
        pairing=pair,
        clocks=clocks_of(pair.mentee, pair.mentor),
        asked=next((meeting for meeting in planned if meeting.ends_at <= now), None),
        next=next((meeting for meeting in planned if meeting.ends_at > now), None),
        due_on=due_on if is_waiting else None,
        is_past_due=is_waiting and due_on is not None and due_on < today,
    )
