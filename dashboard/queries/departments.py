"""The departments that the pairs on a desk come from."""

from pairings.models import PairingQuerySet


def departments_of(pairs: PairingQuerySet) -> list[str]:
    """Return the departments of both sides of live pairs, by name, in one query."""
    live = pairs.live().order_by()
    sides = live.values_list("mentor__department").union(live.values_list("mentee__department"))
    return sorted(name for (name,) in sides if name)
