"""Erase the words of one agreement: `manage.py erase_agreement PAIR --yes`."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from contracts.actions.erasing import erase_agreement
from core import clock
from core.errors import Refusal
from pairings.models import Pairing


class Command(BaseCommand):
    """Takes every word of a pair that is over out of its agreement; there is no way back."""

    help = "Erase the texts, typed names, goals and signed copies of a pair that is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the public id of the pair, and --yes."""
        parser.add_argument("pair", type=UUID, help="the id of the pair, as in its address")
        parser.add_argument("--yes", action="store_true", help="do it; without it nothing happens")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase, or say what would be erased."""
        pairing = Pairing.objects.filter(uid=options["pair"]).first()
        if pairing is None:
            message = "There is no such pair."
            raise CommandError(message)
        if not options["yes"]:
            message = "This cannot be undone, and nothing can be verified afterwards. Add --yes."
            raise CommandError(message)
        try:
            was_there = erase_agreement(pairing=pairing, now=clock.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write("Erased." if was_there else "This pair had no agreement.")
