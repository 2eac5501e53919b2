"""Send what is due, without Celery."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now
from outbox.delivery import dispatch
from outbox.queries import due_by_kind


class Command(BaseCommand):
    """Does once what a worker does when it is hinted."""

    help = "Send the mail that is due. Safe to run at any time, in any number of processes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read how much to send and how to tell it."""
        parser.add_argument("--limit", type=int, help="send at most this many messages")
        parser.add_argument("--dry-run", action="store_true", help="only count what is due")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, **options: Any) -> None:
        """Print what was done; fails when nothing can be sent at present."""
        facts = _due() if options["dry_run"] else _send(options["limit"])
        self.stdout.write(json.dumps(facts) if options["json"] else _sentence(facts))
        if "trouble" in facts:
            raise CommandError(str(facts["trouble"]))


def _send(limit: int | None) -> dict[str, int | str]:
    return dispatch(now=now(), limit=limit).facts()


def _due() -> dict[str, int | str]:
    return {waiting.kind: waiting.count for waiting in due_by_kind(now())}


def _sentence(facts: dict[str, int | str]) -> str:
    counts = [f"{name} {count}" for name, count in facts.items() if name != "trouble"]
    return ", ".join(counts) or "nothing"
