"""Send what is due: `manage.py send_letters [--dry-run] [--json]`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from kit.actions import deliver_letters
from kit.queries import new_readers_of, sendings_due


class Command(BaseCommand):
    """Does what the task `kit.tasks.send_letters` does, or says what it would do."""

    help = "Write the letters of programs whose time has come. Safe at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run and --json."""
        parser.add_argument("--dry-run", action="store_true", help="say it, write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send, or count what is due."""
        facts = _due() if options["dry_run"] else asdict(deliver_letters(now=clock.now()))
        line = ", ".join(f"{name} {number}" for name, number in facts.items())
        self.stdout.write(json.dumps(facts) if options["json"] else line)


def _due() -> dict[str, int]:
    due = sendings_due(clock.now())
    return {
        "sendings": len(due),
        "readers": sum(new_readers_of(sending.letter).count() for sending in due),
    }
