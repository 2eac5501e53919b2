"""Enter agreements from before the ledger into it: `manage.py enter_agreements`."""

from typing import Any

from django.core.management.base import BaseCommand

from contracts.actions.entering import enter_existing
from core import clock


class Command(BaseCommand):
    """To be called once, after the update that brings the ledger; again is harmless."""

    help = "Enter contracts and house rules into the ledger that it does not know yet."

    def handle(self, **_options: Any) -> None:
        """Enter them, and say how many."""
        self.stdout.write(f"{enter_existing(now=clock.now())} entered")
