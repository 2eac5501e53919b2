"""Move the demo's clock: `manage.py demo_clock +45d`."""

import re
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock

_SHIFT = re.compile(r"^\+?(?P<count>-?\d{1,4})(?P<unit>[dhm])$")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def read_shift(text: str) -> timedelta:
    """Return the length of "+45d", "6h" or "30m"; raises `ValueError` on anything else."""
    found = _SHIFT.match(text)
    if not found:
        message = "Write the shift as +45d, 6h or 30m."
        raise ValueError(message)
    return timedelta(**{_UNITS[found["unit"]]: int(found["count"])})


class Command(BaseCommand):
    """Web, sweep, dispatch and links all read the moved clock."""

    help = "Move the demo's clock forward: demo_clock +45d (d, h or m). Without a shift: show it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one shift."""
        parser.add_argument("shift", nargs="?", default="0d")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Move and say the new time."""
        try:
            moved = clock.move_demo_clock(read_shift(options["shift"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The demo's clock says {moved:%a %Y-%m-%d %H:%M} UTC.")
