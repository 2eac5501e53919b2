"""Bring people in from a file, as HR's page does."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from directory.actions import Report, import_people, preview_people
from directory.rules.problems import Unreadable
from directory.words import about


class Command(BaseCommand):
    """`manage.py import_people FILE.csv [--dry-run] [--json]`; "-" reads standard input."""

    help = "Bring people in from a CSV file; the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the command understands."""
        parser.add_argument("file", help="a CSV file, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--json", action="store_true", dest="as_json", help="report as JSON")

    def handle(self, *, file: str, dry_run: bool, as_json: bool, **_options: object) -> None:
        """Import, report, and exit with 1 when a row was wrong."""
        act = preview_people if dry_run else import_people
        try:
            report = act(_read(file), by=None, now=clock.now())
        except Unreadable as error:
            raise CommandError(about(error)) from error
        self.stdout.write(_as_json(report) if as_json else _as_text(report, dry_run=dry_run))
        if report.wrong:
            sys.exit(1)


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}."
        raise CommandError(message) from error


def _as_text(report: Report, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    lines = [
        (
            f"{report.rows} rows: {report.created} {would}created, {report.updated} {would}updated,"
            f" {report.unchanged} unchanged, {report.wrong} wrong."
        )
    ]
    if report.dropped:
        lines.append(f"Dropped and not stored: {', '.join(report.dropped)}.")
    if report.unused:
        lines.append(f"Not used: {', '.join(report.unused)}.")
    lines.extend(f"Line {problem.line}: {about(problem)}" for problem in report.problems)
    return "\n".join(lines)


def _as_json(report: Report) -> str:
    facts: dict[str, Any] = {
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "wrong": report.wrong,
        "dropped_columns": list(report.dropped),
        "unused_columns": list(report.unused),
        "problems": [
            {
                "line": problem.line,
                "code": problem.code,
                "reason": about(problem),
                "applied": not problem.stops_row,
            }
            for problem in report.problems
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)
