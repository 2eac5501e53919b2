"""Refresh the stored facts of pairs: `manage.py refresh_health [--dry-run] [--json]`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from health.actions import refresh_stale
from health.queries import stale_pairs


class Command(BaseCommand):
    """Does what the task `health.tasks.refresh` does."""

    help = "Recompute the stored facts of live pairs that changed or crossed an instant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run and --json."""
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")
        parser.add_argument("--json", action="store_true", help="print a JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refresh and report."""
        now = clock.now()
        count = stale_pairs(now).count() if options["dry_run"] else refresh_stale(now=now)
        report = {"stale" if options["dry_run"] else "refreshed": count}
        self.stdout.write(json.dumps(report) if options["json"] else f"{count} pairs")
