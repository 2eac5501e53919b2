"""Whose a message is: every change by a dispatcher is filtered on the fence it claimed with."""

from datetime import datetime

from django.db.models.functions import Now

from outbox.delivery.run import Run
from outbox.models import OutboxMessage, OutboxQuerySet
from outbox.rules import Limits, State, is_suspect, wait_before


def mine(row: OutboxMessage) -> OutboxQuerySet:
    """Return the row as long as nobody claimed or took it back since."""
    return OutboxMessage.objects.filter(pk=row.pk, fence=row.fence)


def take_lease(row: OutboxMessage, run: Run) -> None:
    """Make a locked row ours. The attempt counts now: what kills a worker reaches no handler.

    One that may do so waits longer each time before it is claimed again.
    """
    if is_suspect(row.strikes):
        row.not_before = run.now + wait_before(row.strikes, str(row.uid))
    row.attempts += 1
    row.strikes += 1
    row.fence += 1
    OutboxMessage.objects.filter(pk=row.pk).update(
        attempts=row.attempts,
        strikes=row.strikes,
        fence=row.fence,
        message_id=row.message_id,
        not_before=row.not_before,
        lease_until=Now() + run.limits.lease,
    )


def renew_lease(row: OutboxMessage, limits: Limits) -> bool:
    """Before MAIL: still ours and not run out? Then it is ours for another while."""
    held = mine(row).filter(state=State.PENDING, lease_until__gt=Now())
    return bool(held.update(lease_until=Now() + limits.lease))


def mark_handing(row: OutboxMessage, limits: Limits) -> bool:
    """Before DATA: from here on nobody else sends it until the ten minutes are over."""
    held = mine(row).filter(state=State.PENDING, lease_until__gt=Now() + limits.margin)
    return bool(
        held.update(
            state=State.HANDING, handed_at=Now(), lease_until=Now() + limits.handing, strikes=0
        )
    )


def give_back(row: OutboxMessage) -> bool:
    """Release a message that was not begun; the attempt is not spent."""
    held = mine(row).filter(state=State.PENDING)
    return bool(held.update(lease_until=None, attempts=row.attempts - 1, strikes=row.strikes - 1))


def postpone(row: OutboxMessage, not_before: datetime) -> None:
    """Let a locked row wait without an attempt."""
    OutboxMessage.objects.filter(pk=row.pk).update(
        not_before=not_before, lease_until=None, strikes=0
    )
