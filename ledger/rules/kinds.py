"""What may happen in the ledger."""

from enum import StrEnum
from typing import Final
from uuid import UUID

# The stream of what happens to the ledger itself: keys, restores.
LEDGER_STREAM: Final = UUID(int=0)


class Kind(StrEnum):
    """What an event says; the text is part of the hash and never changes."""

    OPENED = "opened"
    OFFERED = "offered"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    REVIEWED = "reviewed"
    RULES_PUBLISHED = "rules_published"
    RULES_SIGNED = "rules_signed"
    ERASED = "erased"
    RECOVERED = "recovered"
    KEY_CHANGED = "key_changed"
