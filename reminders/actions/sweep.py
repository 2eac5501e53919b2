"""The sweep writes down what is due: at any moment, in any number of processes, the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from attention.actions import raise_item, settle_items
from health.queries import revision_of
from outbox.actions import Draft, enqueue_many, record_heartbeat
from pairings.models import Pairing
from reminders.actions.drafts import draft_of
from reminders.models import Look
from reminders.queries import ladder_facts_of, pairs_to_look_at
from reminders.rules.ladder import Ladder, LadderFacts, read_ladder

BATCH = 100
ITEM_KIND = "rhythm"


@dataclass(frozen=True, slots=True)
class Planned:
    """What the ladder says of one pair."""

    pairing: Pairing
    facts: LadderFacts
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many pairs were looked at, and how many nudges are due for them."""

    looked_at: int
    due: int
    items: int

    def as_facts(self) -> dict[str, int | str]:
        """Return the figures of the heartbeat."""
        return {"looked_at": self.looked_at, "due": self.due, "items": self.items}


def plan_sweep(pairings: Sequence[Pairing], *, now: datetime) -> Iterator[Planned]:
    """Read the ladders of pairs and write nothing: the dry run, and the first half of a sweep."""
    for start in range(0, len(pairings), BATCH):
        batch = pairings[start : start + BATCH]
        facts = ladder_facts_of(batch, now)
        for pairing in batch:
            if pairing.pk in facts:
                each = facts[pairing.pk]
                yield Planned(pairing, each, read_ladder(each, now))


def sweep(*, now: datetime, limit: int = 10_000) -> SweepReport:
    """Look at every pair that may have something new, and put what is due into the outbox.

    Rules are computed outside of transactions; each batch is written in a short one. A sweep
    that dies half-way leaves the rest to the next.
    """
    looked_at = due = items = 0
    while looked_at < limit:
        pairings = list(pairs_to_look_at(now)[:BATCH])
        if not pairings:
            break
        plans = list(plan_sweep(pairings, now=now))
        _write(plans, now)
        looked_at += len(pairings)
        due += sum(len(plan.ladder.due) for plan in plans)
        items += sum(plan.ladder.item is not None for plan in plans)
        if not plans:
            break
    report = SweepReport(looked_at, due, items)
    record_heartbeat(name="sweep", now=now, facts=report.as_facts())
    return report


def _write(plans: Sequence[Planned], now: datetime) -> None:
    drafts: list[Draft] = [
        draft
        for plan in plans
        for nudge in plan.ladder.due
        if (draft := draft_of(plan.pairing, plan.facts, nudge, now)) is not None
    ]
    with transaction.atomic():
        for plan in plans:
            _write_item(plan, now)
        if drafts:
            enqueue_many(drafts, now=now)
        Look.objects.bulk_create(
            [_look(plan) for plan in plans],
            update_conflicts=True,
            unique_fields=["pairing"],
            update_fields=["next_look_at", "source_revision"],
        )


def _look(plan: Planned) -> Look:
    return Look(
        pairing_id=plan.pairing.pk,
        next_look_at=plan.ladder.next_look_at,
        source_revision=revision_of(plan.pairing),
    )


def _write_item(plan: Planned, now: datetime) -> None:
    """Raise what needs a person once; settle it when its cause has gone."""
    pairing, cause = plan.pairing, plan.ladder.item
    if cause is None:
        settle_items(subject_uid=pairing.uid, kinds=[ITEM_KIND], how="cured", by=None, now=now)
        return
    facts: dict[str, Any] = {"cause": str(cause)}
    raise_item(
        program=pairing.program,
        kind=ITEM_KIND,
        subject_uid=pairing.uid,
        people=[pairing.mentor, pairing.mentee],
        facts=facts,
        now=now,
    )
