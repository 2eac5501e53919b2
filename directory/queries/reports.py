"""Read models of the import pages, and the files that they offer."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.spreadsheets import csv_lines
from directory.models import ImportIssue, ImportRun
from directory.words import field_name, sentence

SHOWN_ISSUES = 100
_CHUNK = 500
_EXAMPLE = (
    (
        "Email",
        "Employee id",
        "First name",
        "Last name",
        "Job title",
        "Job level",
        "Department",
        "Location",
        "Country",
        "Time zone",
        "Languages",
        "Manager email",
        "Status",
    ),
    (
        "priya.nair@example.com",
        "1001",
        "Priya",
        "Nair",
        "Analyst",
        "2",
        "Product",
        "Berlin",
        "DE",
        "Europe/Berlin",
        "English, Deutsch",
        "tom.hughes@example.com",
        "active",
    ),
    (
        "tom.hughes@example.com",
        "1002",
        "Tom",
        "Hughes",
        "VP Operations",
        "6",
        "Operations",
        "Leeds",
        "GB",
        "Europe/London",
        "English",
        "",
        "active",
    ),
)


@dataclass(frozen=True, slots=True)
class IssueShown:
    """One line of the table of issues."""

    line: int
    reason: str
    stops_row: bool


@dataclass(frozen=True, slots=True)
class RunShown:
    """An import in words."""

    used: list[tuple[str, str]]
    updated: list[tuple[str, str]]
    leaving: int


def run_shown(run: ImportRun) -> RunShown:
    """Return which column is read as what, and examples of who is changed."""
    updated = run.samples.get("updated", [])
    return RunShown(
        used=[(name, field_name(field)) for field, name in run.columns["used"]],
        updated=[(who, ", ".join(map(field_name, fields))) for who, fields in updated],
        leaving=run.samples.get("leaving", 0),
    )


def issues_shown(run: ImportRun) -> list[IssueShown]:
    """Return the first issues, rows that are left out before notes."""
    rows = run.issues.order_by("-stops_row", "line", "pk")[:SHOWN_ISSUES]
    return [IssueShown(row.line, sentence(row.code, row.facts), row.stops_row) for row in rows]


def issue_lines(run: ImportRun) -> Iterator[str]:
    """Yield a CSV file of all issues: line, reason, and the row as far as it is read."""
    names = [name for _field, name in run.columns["used"]]
    rows = run.issues.order_by("line", "pk").iterator(chunk_size=_CHUNK)
    headings = [_("Line"), _("Reason"), _("Applied"), *names]
    yield from csv_lines(headings, (_issue_cells(row) for row in rows))


def example_lines() -> Iterator[str]:
    """Yield a CSV file with two people who do not exist."""
    yield from csv_lines(_EXAMPLE[0], _EXAMPLE[1:])


def _issue_cells(row: ImportIssue) -> list[str]:
    applied = _("no") if row.stops_row else _("yes, but for this")
    return [str(row.line), sentence(row.code, row.facts), applied, *row.cells]
