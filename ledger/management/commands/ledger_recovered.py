"""`manage.py ledger_recovered`: after a restore, let the ledger name what it lost."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now
from ledger.actions import NothingLost, recover
from ledger.queries import read_head
from ledger.rules.heads import NotAHead


class Command(BaseCommand):
    """Refused for a head that stands on this chain, for then nothing is lost."""

    help = "After a lawful restore: append an event that names the gap."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the newest head that was published before, and a reason."""
        parser.add_argument("--head", required=True, help="the newest published head file")
        parser.add_argument("--why", required=True, help="what happened, for who reads it later")

    def handle(self, **options: Any) -> None:
        """Append the event and say its number."""
        try:
            head = read_head(Path(options["head"]))
            event = recover(note=options["why"], known_head=head, now=now())
        except (NotAHead, NothingLost) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Event {event.seq} names what is lost up to event {head.seq}.")
