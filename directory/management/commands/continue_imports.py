"""Do what the workers do for imports, without workers."""

from django.core.management.base import BaseCommand

from core import clock
from directory.actions import continue_imports


class Command(BaseCommand):
    """`manage.py continue_imports`: idempotent."""

    help = "Write what is left of imports that were started; forget files that nobody applied."

    def handle(self, **_options: object) -> None:
        """Make the one call."""
        continue_imports(now=clock.now())
