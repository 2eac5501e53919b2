"""How a message leaves: its secret is wiped, the kind is told what became of it."""

import logging
from datetime import datetime

from django.db import transaction

from core.registry import Outcome, message_kind
from outbox.errors import KindFailed, ask_kind
from outbox.folding import FOLDED, settle_folded
from outbox.models import OutboxMessage, OutboxQuerySet
from outbox.rules import State

_MAY_HAVE_ARRIVED = (State.SENT, State.UNKNOWN)
logger = logging.getLogger(__name__)


def leave(
    rows: OutboxQuerySet, row: OutboxMessage, state: State, *, reason: str, now: datetime
) -> bool:
    """Move `row` to a state of those that have left, if `rows` still finds it.

    In the caller's transaction. False when someone else has it meanwhile. What is folded into it
    shares its fate when it may have arrived, else it waits for itself again.
    """
    sent_at = now if state in _MAY_HAVE_ARRIVED else None
    changes = {"state": state, "reason": reason[:200], "lease_until": None, "sealed_facts": None}
    if not rows.filter(pk=row.pk).update(sent_at=sent_at, **changes):
        return False
    if FOLDED in row.facts:
        settle_folded(row, state, sent_at)
    tell_kind(row, Outcome(state), now)
    return True


def tell_kind(row: OutboxMessage, outcome: Outcome, now: datetime) -> None:
    """Call the kind's `settled` in the running transaction.

    Its failure must not undo the fact that a mail has left: it is logged, and only its own writes
    are rolled back. A secret is not decrypted for it.
    """
    kind = message_kind(row.kind)
    if kind is None or not kind.wants_the_outcome:
        return
    row.sealed_facts = None
    try:
        with transaction.atomic():
            ask_kind(kind.settled, row.envelope(), outcome, now)
    except KindFailed as error:
        logger.warning("kind %s could not settle %s: %s", row.kind, row.uid, error)
