"""`manage.py verify_ledger`: exit code 0 when the ledger is whole, 1 when it is damaged."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.clock import now
from ledger.actions import save_checkpoint
from ledger.queries import newest_checkpoint, read_head, verify
from ledger.rules.damage import Report
from ledger.rules.heads import HeadRecord, NotAHead


class Command(BaseCommand):
    """With heads that were kept elsewhere it also notices a tail that was cut off."""

    help = "Verify every event of the ledger, its payloads, its keys and its signed heads."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take heads, trusted keys, and whether to go on from the last time."""
        parser.add_argument("--heads", nargs="+", default=[], metavar="FILE", help="head files")
        parser.add_argument(
            "--key", nargs="+", default=[], metavar="FINGERPRINT", help="trust these keys alone"
        )
        parser.add_argument(
            "--from-checkpoint", action="store_true", help="go on from the last verification"
        )

    def handle(self, **options: Any) -> None:
        """Print every finding; remember how far it came when there is none."""
        since = newest_checkpoint() if options["from_checkpoint"] else None
        report = verify(since=since, heads=_heads(options["heads"]), trusted=options["key"])
        self._print(report)
        save_checkpoint(report, now=now())
        if not report.is_intact:
            sys.exit(1)

    def _print(self, report: Report) -> None:
        for note in report.notes:
            self.stdout.write(f"Note: {note}")
        for finding in report.findings:
            self.stderr.write(str(finding))
        left_out = report.found - len(report.findings)
        if left_out:
            self.stderr.write(f"… and {left_out} more")
        verdict = "whole" if report.is_intact else f"DAMAGED, {report.found} findings"
        self.stdout.write(
            f"{report.entries} events verified, up to {report.seq}"
            f" ({report.hash.hex()}): the ledger is {verdict}."
        )


def _heads(names: list[str]) -> list[HeadRecord]:
    try:
        return [read_head(Path(name)) for name in names]
    except NotAHead as error:
        raise CommandError(str(error), returncode=2) from error
