"""How an action item is settled, and for how long it can be put aside."""

from datetime import timedelta
from enum import StrEnum

SNOOZE = timedelta(days=3)


class Settled(StrEnum):
    """How an item came to an end beside the ways that upper apps name."""

    DISMISSED = "dismissed"
    # The cause of a dismissed item has gone since: the next time it is news again.
    DISMISSED_AND_OVER = "dismissed_and_over"
