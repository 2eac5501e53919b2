"""An address rests after two refusals a day or more apart; a mail that gets through ends that."""

from collections.abc import Collection
from datetime import datetime

from outbox.models import Suppression
from outbox.rules import BOUNCES_TO_REST, counts_as_bounce


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
