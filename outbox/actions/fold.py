"""Several messages to one person leave as lines of one mail."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from outbox.folding import FOLDED
from outbox.models import OutboxMessage


def fold(
    *, into: UUID, uids: Collection[UUID], line_of: str, now: datetime
) -> list[dict[str, Any]]:
    """Let waiting messages leave with `into`; returns the facts of those that do.

    Called while the carrier is admitted. Their facts are frozen into it under the name `line_of`.
    What another dispatcher holds at this moment is left out. If the carrier does not leave, each
    waits by itself again; if it is claimed again, who travels is decided anew.
    """
    with transaction.atomic():
        carrier = OutboxMessage.objects.get(uid=into)
        free = OutboxMessage.objects.waiting().unleased().filter(uid__in=uids)
        rows = list(free.order_by("pk").select_for_update(skip_locked=True, of=("self",)))
        if not rows:
            return []
        lines = [row.facts for row in rows]
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(folded_into=carrier)
        facts = {**carrier.facts, line_of: lines}
        facts[FOLDED] = {"as": line_of, "at": now.isoformat()}
        OutboxMessage.objects.filter(pk=carrier.pk).update(facts=facts)
    return lines
