"""After a restore or a copy: make this deployment the one that sends."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now
from outbox.actions import adopt_database, join_deployment, release_held
from outbox.queries import held_count


class Command(BaseCommand):
    """Says what becomes of mail that was due before."""

    help = "Let this deployment send from a restored or copied database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read which of the three acts is meant; they exclude each other."""
        acts = parser.add_mutually_exclusive_group()
        acts.add_argument("--join", action="store_true", help="a further worker of the same one")
        acts.add_argument("--release-held", action="store_true", help="let held mail go out")
        acts.add_argument("--dry-run", action="store_true", help="only count held mail")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, **options: Any) -> None:
        """Do one of them and say what became of how many messages."""
        word, count = _act(options)
        line = json.dumps({word: count}) if options["json"] else f"{word}: {count} messages"
        self.stdout.write(line)


def _act(options: dict[str, Any]) -> tuple[str, int]:
    if options["dry_run"]:
        return "held", held_count()
    if options["release_held"]:
        return "released", release_held()
    if options["join"]:
        join_deployment()
        return "held", held_count()
    return "held", adopt_database(now=now())
