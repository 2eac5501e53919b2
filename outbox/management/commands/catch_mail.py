"""The demo's mail server: catches on this machine what would go out, for /dev/mail/."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outbox.caught import keep_mail, mail_folder

_HOST = "127.0.0.1"


class Command(BaseCommand):
    """Runs until it is stopped."""

    help = "Catch mail on a port of this machine and keep it under DATA_DIR/mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the port."""
        parser.add_argument("--port", type=int, default=1025)

    def handle(self, **options: Any) -> None:
        """Serve; fails when the port is taken."""
        self.stdout.write(f"Catching mail on {_HOST}:{options['port']} in {mail_folder()}")
        try:
            asyncio.run(_serve(options["port"]))
        except OSError as error:
            message = f"Cannot catch mail on port {options['port']}: {error.strerror}"
            raise CommandError(message) from error


class Catcher:
    """What aiosmtpd calls for each mail."""

    async def handle_DATA(  # noqa: N802 -- aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail before saying so."""
        content = envelope.content or b""
        keep_mail(content if isinstance(content, bytes) else content.encode())
        return "250 kept"


async def _serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Catcher()), host=_HOST, port=port)
    async with server:
        await server.serve_forever()
