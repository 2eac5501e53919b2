"""A message whose cause has gone does not leave; it returns when the cause does (see `enqueue`)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from core.registry import Outcome
from outbox.folding import begin_anew, release_folded
from outbox.leaving import tell_kind
from outbox.models import OutboxMessage, OutboxQuerySet
from outbox.rules import State


def supersede(*, keys: Collection[str], reason: str, now: datetime) -> int:
    """Take back the waiting messages of these keys; returns how many. Others are left alone."""
    return _take_back(OutboxMessage.objects.filter(key__in=keys), reason, now)


def supersede_about(
    *, subject_uid: UUID, kinds: Collection[str], reason: str, now: datetime
) -> int:
    """Take back the waiting messages of these kinds about a subject; returns how many."""
    rows = OutboxMessage.objects.filter(subject_uid=subject_uid, kind__in=kinds)
    return _take_back(rows, reason, now)


def _take_back(rows: OutboxQuerySet, reason: str, now: datetime) -> int:
    """Raise the fence too: a dispatcher that holds the message finds out before DATA."""
    with transaction.atomic(savepoint=False):
        # What travels inside a mail that is being handed over cannot be taken back any more.
        waiting = rows.filter(state=State.PENDING).exclude(folded_into__state=State.HANDING)
        taken = list(waiting.order_by("id").select_for_update(of=("self",)))
        OutboxMessage.objects.filter(pk__in=[row.pk for row in taken]).update(
            state=State.SUPERSEDED,
            reason=reason[:200],
            fence=F("fence") + 1,
            lease_until=None,
            sealed_facts=None,
            folded_into=None,
        )
        release_folded([row.pk for row in taken])
        begin_anew([row.folded_into_id for row in taken if row.folded_into_id])
        for row in taken:
            tell_kind(row, Outcome.SUPERSEDED, now)
    return len(taken)
