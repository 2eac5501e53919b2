"""The app `ledger`: an append-only chain of what happened to contracts."""

from django.apps import AppConfig

from core.frozen import freeze
from ledger.frozen import FROZEN


class LedgerConfig(AppConfig):
    """Makes the ledger known to Django, and what in it is frozen."""

    name = "ledger"

    def ready(self) -> None:
        """Declare what the database refuses to change."""
        freeze(*FROZEN)
