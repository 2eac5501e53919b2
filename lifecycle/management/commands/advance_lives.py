"""Do what time does: `manage.py advance_lives [--at TIME] [--dry-run] [--json]`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from lifecycle.actions import advance_lives
from lifecycle.queries import due_acts


class Command(BaseCommand):
    """Does what the task `lifecycle.tasks.advance` does, or says what it would do."""

    help = "Expire proposals and offers, end pauses and pairs that are due. Safe at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --at, --dry-run and --json."""
        parser.add_argument("--at", help="ISO time to do it for (UTC); default now")
        parser.add_argument("--dry-run", action="store_true", help="say it, write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Advance, or list what is due; fails when something could not be done."""
        at = _time(options["at"]) if options["at"] else clock.now()
        if options["dry_run"]:
            self._tell([asdict(due) for due in due_acts(at)], as_json=options["json"])
            return
        advance = advance_lives(now=at)
        self._tell(advance.done, as_json=options["json"])
        if advance.failed:
            message = f"It failed at {', '.join(advance.failed)}; see the log."
            raise CommandError(message)

    def _tell(self, facts: list[dict[str, str]] | dict[str, int], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(facts))
        elif isinstance(facts, dict):
            self.stdout.write(", ".join(f"{kind} {n}" for kind, n in facts.items()) or "nothing")
        else:
            lines = (f"{due['act']} {due['subject']}" for due in facts)
            self.stdout.write("\n".join(lines) or "nothing")


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not an ISO time such as 2026-12-01T09:00."
        raise CommandError(message) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
