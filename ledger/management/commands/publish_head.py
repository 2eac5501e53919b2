"""`manage.py publish_head`: sign the newest event and lay the head down outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.clock import now
from ledger.actions import KeyClosed, publish_head, sign_head
from ledger.keys import KeyMissing


class Command(BaseCommand):
    """The same as the tasks `ledger.tasks.sign_head` and `publish_head`, without Celery."""

    help = "Sign the newest event of the ledger and write the head to LEDGER_HEADS_DIR."

    def handle(self, **_options: Any) -> None:
        """Say where it is."""
        try:
            head = sign_head(now=now())
        except (KeyMissing, KeyClosed) as error:
            raise CommandError(str(error)) from error
        path = publish_head(now=now())
        self.stdout.write(f"event {head.seq} {bytes(head.hash).hex()}")
        self.stdout.write(str(path) if path else "Today's head is there already.")
