"""Refreshes the stored facts of pairs: whatever changed or crossed an instant, found by looking."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contracts.queries.review import ReviewState, review_state
from goals.queries import GoalCounts, counts_of
from health.models import PairHealth
from health.queries import revision_of, stale_pairs
from health.rules import AgreementFacts, BandFacts, band_of, next_change, risk_instant
from meetings.queries import next_meetings, pair_facts_of
from meetings.rules.attainment import read_attainment
from meetings.rules.facts import PairFacts
from meetings.rules.status import read_rhythm, status_at
from pairings.models import Pairing

BATCH = 200
_FIELDS = [field.name for field in PairHealth._meta.concrete_fields if not field.primary_key]


def refresh_stale(*, now: datetime, limit: int = 10_000) -> int:
    """Refresh every live pair whose records changed or whose next instant has come.

    Facts are computed outside of a transaction and written in short ones; a pair that changes
    in between differs in its revision and is found by the next call. Returns how many.
    """
    done = 0
    while done < limit:
        pairs = list(stale_pairs(now)[:BATCH])
        if not pairs:
            break
        refresh_pairs(pairs, now=now)
        done += len(pairs)
    return done


def refresh_pairs(pairs: Sequence[Pairing], *, now: datetime) -> list[PairHealth]:
    """Recompute these live pairs and store the facts, in a constant number of queries."""
    revisions = {pair.pk: revision_of(pair) for pair in pairs}
    facts = pair_facts_of(pairs)
    reviews, goals = review_state(pairs), counts_of(pairs)
    upcoming = next_meetings(pairs, now)
    rows = []
    for pair in pairs:
        counts = goals.get(pair.pk, GoalCounts())
        agreement = _agreement(reviews.get(pair.pk), counts)
        row = read_health(facts[pair.pk], agreement=agreement, now=now)
        row.goals_done, row.goals = counts.done, counts.total
        row.pairing_id = pair.pk
        row.source_revision = revisions[pair.pk]
        row.next_meeting_at = upcoming.get(pair.pk)
        rows.append(row)
    with transaction.atomic():
        PairHealth.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["pairing"], update_fields=_FIELDS
        )
    return rows


def _agreement(review: ReviewState | None, goals: GoalCounts) -> AgreementFacts | None:
    if review is None:
        return None
    return AgreementFacts(review.review_on, review.reviewed_at is not None, goals.has_each_side)


def read_health(facts: PairFacts, *, agreement: AgreementFacts | None, now: datetime) -> PairHealth:
    """Compute the facts of one pair without storing them; its goals are counted elsewhere."""
    rhythm = read_rhythm(facts, now)
    attainment = read_attainment(facts, now)
    band_facts = BandFacts(
        rhythm=rhythm,
        attainment=attainment,
        started_on=facts.started_on,
        agreement=agreement,
        zone=facts.zone,
    )
    band, reasons = band_of(band_facts, now)
    return PairHealth(
        opened_on=rhythm.opened_on,
        interval_days=rhythm.n,
        due_on=rhythm.due_on,
        due_soon_at=rhythm.due_soon_at,
        due_at=rhythm.due_at,
        behind_at=rhythm.behind_at,
        stalled_at=rhythm.stalled_at,
        dormant_at=rhythm.dormant_at,
        secured_from=rhythm.secured_from,
        secured_until=rhythm.secured_until,
        two_fell_through=rhythm.two_fell_through,
        last_held_on=rhythm.last_held_on,
        last_contact_on=rhythm.last_contact_on,
        held=attainment.held,
        expected=attainment.expected,
        status=status_at(rhythm, now),
        band=band,
        reasons=[str(reason) for reason in reasons],
        has_agreement=agreement is not None,
        risk_at=risk_instant(rhythm, now),
        next_change_at=next_change(band_facts, now),
        computed_at=now,
    )
