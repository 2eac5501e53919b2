"""Fill an empty demo with a company whose story is relative to today: `manage.py load_demo`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core import clock
from mentoring.demo.build import build_demo, is_half_built


class Command(BaseCommand):
    """Run twice, it does nothing the second time; `make reset` starts over."""

    help = "Fill an empty demo with a company: people, programs, pairs in every state, mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run and --small."""
        parser.add_argument("--dry-run", action="store_true", help="say whether it would")
        parser.add_argument("--small", action="store_true", help="fifteen pairs, one program")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build the company unless there is one."""
        if not settings.DEMO:
            message = "This fills a demo: set VICEVERSA_DEMO=1."
            raise CommandError(message)
        if is_half_built():
            message = "Loading the demo company was interrupted. `make reset` starts over."
            raise CommandError(message)
        if User.objects.exists():
            self.stdout.write("The demo company is there already.")
        elif options["dry_run"]:
            self.stdout.write("The demo company would be built.")
        else:
            sent = build_demo(now=clock.now(), is_small=options["small"])
            self.stdout.write(f"The demo company is there; its story sent {sent} mails.")
        for login in settings.DEMO_LOGINS:
            self.stdout.write("{label:<21} {email:<33} {password}".format(**login))
