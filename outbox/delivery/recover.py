"""What nobody answered for: ten minutes after the content went out a message is `unknown`."""

from django.db import transaction
from django.db.models.functions import Now

from core.registry import message_kind
from outbox.delivery.run import Result, Run
from outbox.leaving import leave
from outbox.models import Attempt, OutboxMessage
from outbox.rules import State

_AT_ONCE = 100


def recover_silent(run: Run) -> None:
    """Decide on messages whose hand-over was never answered.

    Kinds with `retries_unknown` are tried once more under the same Message-ID; a nudge never is.
    """
    with transaction.atomic():
        silent = OutboxMessage.objects.filter(state=State.HANDING, lease_until__lte=Now())
        for row in silent.order_by("pk").select_for_update(skip_locked=True)[:_AT_ONCE]:
            _decide(run, row)


def _decide(run: Run, row: OutboxMessage) -> None:
    kind = message_kind(row.kind)
    if kind is None:
        return
    Attempt.objects.create(
        message=row, number=row.attempts, result=Result.UNKNOWN, reply="", at=run.now
    )
    run.count(Result.UNKNOWN)
    if kind.retries_unknown and not row.was_unknown:
        OutboxMessage.objects.filter(pk=row.pk).update(
            state=State.PENDING, was_unknown=True, lease_until=None, not_before=run.now
        )
    else:
        leave(OutboxMessage.objects.all(), row, State.UNKNOWN, reason="no answer", now=run.now)
