"""Do what the workers do for imports, without workers."""

from django.core.management.base import BaseCommand

from directory.tasks import continue_imports


class Command(BaseCommand):
    """`manage.py continue_imports`: idempotent."""

    help = "Write what is left of imports that were started; forget files that nobody applied."

    def handle(self, **_options: object) -> None:
        """Run the task here."""
        continue_imports()
