"""Verify a signed copy against this server: `manage.py verify_contract FILE`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from contracts.queries.verifying import verify_here
from contracts.words import words_of
from tools.verify_contract import Code, in_words, read_file


class Command(BaseCommand):
    """Answers with the exit codes of `tools/verify_contract.py`; 3 is the server's alone."""

    help = "Verify a signed copy: 0 genuine and in force, 1 changed, 2 unreadable, 3 not in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify, say it, and leave with the code."""
        try:
            data = read_file(options["file"])
        except OSError as error:
            self.stdout.write(f"NOT READABLE. {error.strerror}")
            sys.exit(Code.MALFORMED)
        answer = verify_here(data)
        self.stdout.write(in_words(answer.report))
        with override("en"):
            words = words_of(answer)
            self.stdout.write(f"{words['heading']}: {words['meaning']} {answer.why}".rstrip())
        sys.exit(answer.code)
