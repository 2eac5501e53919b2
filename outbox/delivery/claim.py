"""Which messages a dispatcher takes: due, in nobody's hands, admitted, and from every lane."""

import time
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from core.registry import Lane, MessageKind, Verdict, message_kind
from outbox.delivery.bounces import resting
from outbox.delivery.finish import finish_broken
from outbox.delivery.lease import postpone, take_lease
from outbox.delivery.message import message_id_for
from outbox.delivery.run import Result, Run
from outbox.delivery.steps import Step, reached
from outbox.errors import KindFailed, ask_kind
from outbox.folding import FOLDED, unfold
from outbox.leaving import leave
from outbox.models import OutboxMessage, OutboxQuerySet
from outbox.rules import SOONEST_LATER, UNKNOWN_KIND_WAIT, State, is_suspect, lane_part


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in our hands."""

    row: OutboxMessage
    kind: MessageKind


def anything_due(now: datetime) -> bool:
    """Say whether there is something to claim."""
    return any(_due(lane, now).exists() for lane in Lane)


def claim(run: Run, room: int) -> tuple[list[Claimed], bool]:
    """Take up to `room` messages in one short transaction; also say whether any was looked at.

    A message that twice did not come to an end is taken last, alone and less and less often.
    Kinds are asked in the order of lane and person: what they lock, they lock in one order.
    """
    claimed: list[Claimed] = []
    with transaction.atomic():
        rows = _candidates(run.now, room)
        asleep = resting({row.address for row in rows})
        over_at = time.monotonic() + run.limits.claim_time.total_seconds()
        for row in sorted(rows, key=_order_of_asking):
            is_over = time.monotonic() > over_at
            if not _must_wait(row, claimed, is_over=is_over):
                claimed += _admit(run, row, is_resting=row.address.lower() in asleep)
        reached(Step.CLAIMING)
    run.claimed += len(claimed)
    reached(Step.CLAIMED)
    return sorted(claimed, key=lambda taken: (taken.row.lane, taken.row.pk)), bool(rows)


def _due(lane: Lane, now: datetime) -> OutboxQuerySet:
    due = OutboxMessage.objects.waiting().unleased().filter(lane=lane, not_before__lte=now)
    return due.exclude(Exists(_earlier_invitation())) if lane is Lane.CALENDAR else due


def _earlier_invitation() -> OutboxQuerySet:
    """Calendar messages about one thing to one person leave in the order they were written."""
    return OutboxMessage.objects.filter(
        lane=Lane.CALENDAR,
        subject_uid=OuterRef("subject_uid"),
        person_id=OuterRef("person_id"),
        pk__lt=OuterRef("pk"),
        state__in=[State.PENDING, State.HANDING],
    )


def _candidates(now: datetime, room: int) -> list[OutboxMessage]:
    lanes = [lane for lane in Lane if _due(lane, now).exists()]
    rows: list[OutboxMessage] = []
    for position, lane in enumerate(lanes, start=1):
        part = lane_part(room - len(rows), len(lanes) - position)
        due = _due(lane, now).order_by("not_before", "pk")
        rows += due.select_for_update(skip_locked=True, of=("self",))[:part]
    return rows


def _order_of_asking(row: OutboxMessage) -> tuple[bool, int, int]:
    return is_suspect(row.strikes), row.lane, row.person_id or 0


def _must_wait(row: OutboxMessage, claimed: list[Claimed], *, is_over: bool) -> bool:
    """When the claim's time is over, each lane still gets one."""
    if claimed and is_suspect(row.strikes):
        return True
    if is_over and any(taken.row.lane == row.lane for taken in claimed):
        return True
    return _was_just_folded(row, claimed)


def _was_just_folded(row: OutboxMessage, claimed: list[Claimed]) -> bool:
    carriers = [taken.row.pk for taken in claimed if FOLDED in taken.row.facts]
    return OutboxMessage.objects.filter(pk=row.pk, folded_into__in=carriers).exists()


def _admit(run: Run, row: OutboxMessage, *, is_resting: bool) -> list[Claimed]:
    state, reason = _verdict_of_outbox(run, row, is_resting=is_resting)
    if state is not State.PENDING:
        leave(OutboxMessage.objects.all(), row, state, reason=reason, now=run.now)
        run.count(Result(state))
        return []
    kind = message_kind(row.kind)
    if kind is None:
        _hold(run, row, run.now + UNKNOWN_KIND_WAIT)
        return []
    return _ask(run, row, kind)


def _verdict_of_outbox(run: Run, row: OutboxMessage, *, is_resting: bool) -> tuple[State, str]:
    if row.expires_at is not None and row.expires_at <= run.now:
        return _state_of_expired(row), "expired"
    if row.strikes >= run.limits.strikes:
        return State.FAILED, "never came to an end"
    if is_resting and row.lane != Lane.ACCOUNT:
        return State.SUPPRESSED, "address refused twice"
    return State.PENDING, ""


def _state_of_expired(row: OutboxMessage) -> State:
    if row.was_unknown:
        return State.UNKNOWN
    return State.FAILED if row.attempts else State.SUPERSEDED


def _ask(run: Run, row: OutboxMessage, kind: MessageKind) -> list[Claimed]:
    unfold(row)
    try:
        with transaction.atomic():
            verdict = ask_kind(kind.admit, row.envelope(), run.now)
    except (KindFailed, InvalidToken) as error:
        take_lease(row, run)
        run.count(finish_broken(run, row, str(error) or "sealed with another key"))
        return []
    return _apply(run, row, kind, verdict)


def _apply(run: Run, row: OutboxMessage, kind: MessageKind, verdict: Verdict) -> list[Claimed]:
    if verdict.send:
        # Admission may have folded others into it.
        row.refresh_from_db(fields=["facts"])
        row.message_id = row.message_id or message_id_for(row.uid, settings.DEFAULT_FROM_EMAIL)
        take_lease(row, run)
        return [Claimed(row, kind)]
    if verdict.not_before is not None:
        _hold(run, row, verdict.not_before)
        return []
    leave(OutboxMessage.objects.all(), row, State.SUPERSEDED, reason=verdict.reason, now=run.now)
    run.count(Result.SUPERSEDED)
    return []


def _hold(run: Run, row: OutboxMessage, not_before: datetime) -> None:
    postpone(row, max(not_before, run.now + SOONEST_LATER))
    run.count(Result.LATER)
