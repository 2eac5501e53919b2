"""When a nudge is claimed: whether it is still true, polite, and the weekly slot free."""

from datetime import datetime
from uuid import UUID

from core.days import start_of_day
from core.manners import is_allowed, next_allowed
from core.registry import SEND as LET_GO
from core.registry import Envelope, Outcome, Verdict, drop, later
from meetings.rules.status import Status, status_at
from outbox.actions import fold
from outbox.queries import WaitingMessage, nudges_since, waiting_for
from pairings.models import Pairing
from reminders.actions.drafts import PREFIX, kind_of
from reminders.actions.slots import give_slot_back, take_slot
from reminders.queries import ladder_facts, ladder_facts_of, pairing_of
from reminders.rules.ladder import LadderFacts, Recipient, asked_by_hr, read_ladder
from reminders.rules.steps import (
    ASKS_FOR_A_MEETING,
    NUDGES_IN_AN_INTERVAL,
    ONE_WEEK,
    DueNudge,
    Step,
)

ASKING_KINDS = frozenset(kind_of(step) for step in ASKS_FOR_A_MEETING)


def admit_nudge(envelope: Envelope, now: datetime) -> Verdict:
    """Decide whether a claimed nudge leaves; one that asks for a meeting takes the weekly slot."""
    pairing = pairing_of(envelope.subject_uid) if envelope.subject_uid else None
    if pairing is None or not pairing.is_live:
        return drop("the pair is over")
    facts = ladder_facts(pairing, now)
    nudge = _still_due(facts, envelope, now)
    if nudge is None:
        return drop("the cause has gone")
    person = facts.person(nudge.person_id)
    held = _held_by_manners(person, now)
    if held is not None:
        return held
    if not nudge.asks_for_a_meeting:
        return LET_GO
    return _admit_asking(pairing, facts, nudge, envelope, now)


def settle_nudge(envelope: Envelope, outcome: Outcome, now: datetime) -> None:
    """Give the slot back when the mail did not leave; an unknown one may have."""
    is_asking = envelope.kind in ASKING_KINDS and envelope.person_id is not None
    if is_asking and outcome not in (Outcome.SENT, Outcome.UNKNOWN):
        give_slot_back(person_id=envelope.person_id or 0, message_uid=envelope.uid, now=now)


def _still_due(facts: LadderFacts, envelope: Envelope, now: datetime) -> DueNudge | None:
    if envelope.kind == kind_of(Step.HR):
        return asked_by_hr(facts, envelope.person_id or 0, envelope.key, now)
    due = read_ladder(facts, now).due
    return next((nudge for nudge in due if nudge.key == envelope.key), None)


def _held_by_manners(person: Recipient, now: datetime) -> Verdict | None:
    if is_allowed(person.manners, now):
        return None
    allowed = next_allowed(person.manners, now)
    return later(allowed) if allowed else drop("no working day to come")


def _admit_asking(
    pairing: Pairing, facts: LadderFacts, nudge: DueNudge, envelope: Envelope, now: datetime
) -> Verdict:
    too_soon = _too_soon(pairing, facts, nudge, now)
    if too_soon is not None:
        return too_soon
    others = _others_due(nudge.person_id, envelope.uid, now)
    if any(other.wanted_at < nudge.wanted_at for _row, other in others):
        return later(now)
    free_at = take_slot(person_id=nudge.person_id, message_uid=envelope.uid, now=now)
    if free_at is not None:
        return later(free_at)
    _fold_into(envelope, others, now)
    return LET_GO


def _too_soon(
    pairing: Pairing, facts: LadderFacts, nudge: DueNudge, now: datetime
) -> Verdict | None:
    """Hold back a step that reached this person for this pair within a week, and a fourth nudge."""
    sent = nudges_since(
        subject_uid=pairing.uid, person_id=nudge.person_id, prefix=PREFIX, since=now - ONE_WEEK
    )
    same = [at for kind, at in sent if kind == kind_of(nudge.step)]
    if same:
        return later(max(same) + ONE_WEEK)
    if status_at(facts.rhythm, now) not in (Status.ON_RHYTHM, Status.DUE_SOON):
        return None
    opened_at = start_of_day(facts.rhythm.opened_on, facts.facts.zone)
    in_interval = nudges_since(
        subject_uid=pairing.uid, person_id=nudge.person_id, prefix=PREFIX, since=opened_at
    )
    return (
        drop("three nudges in an interval") if len(in_interval) >= NUDGES_IN_AN_INTERVAL else None
    )


def _others_due(
    person_id: int, message_uid: UUID, now: datetime
) -> list[tuple[WaitingMessage, DueNudge]]:
    """Return what else waits to ask this person for a meeting, and is still true."""
    rows = [
        row
        for row in waiting_for(person_id=person_id, kinds=ASKING_KINDS)
        if row.uid != message_uid
    ]
    if not rows:
        return []
    subjects = {row.subject_uid for row in rows if row.subject_uid}
    pairs = list(Pairing.objects.live().filter(uid__in=subjects).with_people())
    due = {
        nudge.key: nudge
        for facts in ladder_facts_of(pairs, now).values()
        for nudge in read_ladder(facts, now).due
    }
    return [(row, due[row.key]) for row in rows if row.key in due]


def _fold_into(
    envelope: Envelope, others: list[tuple[WaitingMessage, DueNudge]], now: datetime
) -> None:
    if others:
        uids = [row.uid for row, _nudge in others]
        fold(into=envelope.uid, uids=uids, line_of="others", now=now)
