"""Django's `flush`, the one way to empty a database with its ledger: for tests and demos."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import flush
from django.db import connections

from core.frozen import lifted


class Command(flush.Command):
    """Lift the guards, empty the tables, set the guards again, in one transaction."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a flag without which no real deployment is emptied."""
        super().add_arguments(parser)
        parser.add_argument(
            "--forget-what-was-signed", action="store_true", help="also behind an https:// SITE_URL"
        )

    def handle(self, **options: Any) -> None:
        """Empty the database; refused where people have signed."""
        if settings.HTTPS and not options["forget_what_was_signed"]:
            message = (
                "This deployment holds what people have signed. To forget it all for good:"
                " --forget-what-was-signed"
            )
            raise CommandError(message)
        with lifted(connections[options["database"]]):
            super().handle(**options)
