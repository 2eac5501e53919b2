"""Ask and draw what is due: `manage.py sweep_pulses [--dry-run] [--json]`; totals, no names."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from pulse.actions import plan_pulses, sweep_pulses


class Command(BaseCommand):
    """Does what the task `pulse.tasks.sweep` does, or says how much it would do."""

    help = "Ask private questions and draw the names of the week, as far as due. Safe at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run and --json."""
        parser.add_argument("--dry-run", action="store_true", help="say it, write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sweep once, and say how much was done, never about whom."""
        act = plan_pulses if options["dry_run"] else sweep_pulses
        facts = act(now=clock.now()).as_facts()
        line = json.dumps(facts) if options["json"] else "asked {asked}, drawn {drawn}"
        self.stdout.write(line if options["json"] else line.format(**facts))
