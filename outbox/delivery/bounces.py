"""An address rests after two refusals a day or more apart; a mail that gets through ends that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from outbox.delivery.run import Result
from outbox.models import Attempt, Suppression
from outbox.rules import BOUNCES_TO_REST, Phase, counts_as_bounce


@dataclass(frozen=True, slots=True)
class Recipients:
    """How many messages the server took and how many addresses it refused."""

    delivered: int
    refused: int


def recipients_since(since: datetime) -> Recipients:
    """Count messages, not tries, in the journal."""
    journal = Attempt.objects.filter(at__gte=since)
    refused = journal.filter(phase=Phase.RCPT, code__gte=500)
    return Recipients(
        delivered=journal.filter(result=Result.SENT).count(),
        refused=refused.values("message").distinct().count(),
    )


def resting(addresses: Collection[str]) -> set[str]:
    """Return those that nothing but account mail is sent to."""
    found = Suppression.objects.filter(
        address__in={address.lower() for address in addresses}, rests_since__isnull=False
    )
    return set(found.values_list("address", flat=True))


def count_bounce(address: str, *, now: datetime) -> None:
    """Count a refusal of an address, in the transaction in which its message fails."""
    row, is_new = Suppression.objects.select_for_update().get_or_create(
        address=address.lower(), defaults={"bounces": 1, "last_counted_at": now}
    )
    if is_new or not counts_as_bounce(row.last_counted_at, now):
        return
    row.bounces += 1
    row.last_counted_at = now
    if row.bounces >= BOUNCES_TO_REST and row.rests_since is None:
        row.rests_since = now
    row.save(update_fields=["bounces", "last_counted_at", "rests_since"])


def forget_bounces(addresses: Collection[str]) -> None:
    """Mail got through to these."""
    found = Suppression.objects.filter(address__in={address.lower() for address in addresses})
    if addresses and found.exists():
        found.delete()
