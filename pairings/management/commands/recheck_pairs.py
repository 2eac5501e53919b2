"""Look at every pair by hand: what people's data made invalid becomes an action item."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now
from pairings.actions import recheck_all_pairs
from pairings.queries import invalid_pairings


class Command(BaseCommand):
    """Does what the task `pairings.tasks.recheck` does, or only says what it would find."""

    help = "Look at every pair again and raise an action item for each that became invalid."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read how much to do and how to say it."""
        parser.add_argument("--dry-run", action="store_true", help="only say what is found")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, **options: Any) -> None:
        """Print every open pair that breaks a rule, with the sentences."""
        found = {
            str(pairing.uid): [broken.sentence for broken in each]
            for pairing, each in invalid_pairings()
        }
        if not options["dry_run"]:
            recheck_all_pairs(now=now())
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for uid, sentences in found.items():
            self.stdout.write(f"{uid}: {' '.join(sentences)}")
        self.stdout.write(f"{len(found)} invalid")
