"""Make the signed copies that are missing: `manage.py make_copies`, where the key is."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.actions.copies import make_copies
from core import clock
from ledger.keys import KeyMissing


class Command(BaseCommand):
    """Does what the task `contracts.tasks.make_copies` does."""

    help = "Make the signed copies that are missing. Safe at any time; it needs the signing key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make them; fails without the key."""
        try:
            made = make_copies(now=clock.now())
        except KeyMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"made": made}) if options["json"] else f"{made} made")
