"""`manage.py signing_key`: the key of this deployment, where the worker runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now
from ledger.actions import KeyClosed, revoke_key, rotate_key, sign_head
from ledger.keys import KeyMissing, make_key
from ledger.queries import published_keys
from ledger.rules.heads import KeyRecord


class Command(BaseCommand):
    """Every act can be repeated without harm."""

    help = "Make, show, rotate or revoke the key that signs heads and copies."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one of the four acts."""
        acts = parser.add_mutually_exclusive_group(required=True)
        acts.add_argument("--make", action="store_true", help="make it where there is none")
        acts.add_argument("--rotate", action="store_true", help="let a new key follow")
        acts.add_argument("--revoke", metavar="FINGERPRINT", help="trust a key no more")
        acts.add_argument("--show", action="store_true", help="list the keys")
        parser.add_argument("--why", default="", help="with --revoke: the reason, published")

    def handle(self, **options: Any) -> None:
        """Do it and list the keys."""
        if options["revoke"] and not options["why"].strip():
            message = "Say --why: the reason is published with the revocation."
            raise CommandError(message)
        try:
            _act(options)
        except (KeyMissing, KeyClosed) as error:
            raise CommandError(str(error)) from error
        for key in published_keys():
            self.stdout.write(_line(key))


def _act(options: dict[str, Any]) -> None:
    path = Path(settings.SIGNING_KEY_FILE)
    if options["make"]:
        _make(path)
        sign_head(now=now())
    elif options["rotate"]:
        rotate_key(now=now())
        sign_head(now=now())
    elif options["revoke"]:
        revoke_key(fingerprint=options["revoke"], why=options["why"].strip(), now=now())


def _make(path: Path) -> None:
    if path.exists():
        return
    if published_keys():
        message = (
            f"This ledger has a key, and it is not at {path}. Bring it back from where it is kept,"
            " or, when it is lost: --revoke it, then --rotate."
        )
        raise CommandError(message)
    make_key(path)


def _line(key: KeyRecord) -> str:
    until = f"to event {key.until_seq}" if key.until_seq is not None else "on"
    line = f"{key.fingerprint}  from event {key.from_seq} {until}"
    if key.revoked_at is None:
        return line
    return f"{line}, revoked {key.revoked_at:%F %T} UTC: {key.revoked_why}"
