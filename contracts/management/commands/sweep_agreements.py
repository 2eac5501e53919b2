"""Ask for reviews that are due: `manage.py sweep_agreements [--json]`; a number, no names."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from contracts.actions import ask_for_reviews
from core import clock


class Command(BaseCommand):
    """Does what the task `contracts.tasks.sweep` does."""

    help = "Ask pairs to look at their agreement when its review day has come. Safe at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sweep once, and say for how many agreements a review is due."""
        count = ask_for_reviews(now=clock.now())
        line = json.dumps({"reviews": count}) if options["json"] else f"reviews due: {count}"
        self.stdout.write(line)
