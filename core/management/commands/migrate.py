"""Django's `migrate`, which may run while triggers are missing: it is what installs them."""

from typing import Any

from django.core.management.commands import migrate

from core.checks import migrating


class Command(migrate.Command):
    """Run the checks without the one that sends people here."""

    def check(self, *args: Any, **options: Any) -> None:
        """Check everything else."""
        with migrating():
            super().check(*args, **options)
