"""The state tables of the code as a page for people: docs/states.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.rules import VERSION_LIFE
from core.states import StateTable, Step
from goals.rules import GOAL_LIFE
from pairings.rules import PAIR_LIFE
from programs.rules import ENROLLMENT_LIFE, PROGRAM_LIFE

TABLES = (PROGRAM_LIFE, ENROLLMENT_LIFE, PAIR_LIFE, VERSION_LIFE, GOAL_LIFE)
PAGE = settings.BASE_DIR / "docs" / "states.md"
INTRODUCTION = """# States

What can happen to a program, to a person's place in it, to a pair, to a version of its agreement
and to a goal in it. The tables are data in the code (`programs/rules.py`, `pairings/rules/`,
`contracts/rules/`, `goals/rules.py`); every act asks them first, and what they do not list is
refused. This page is drawn from them by `manage.py draw_states`; a test fails when it is stale.
"""


class Command(BaseCommand):
    """Writes the page, or only says whether it is stale."""

    help = "Draw docs/states.md from the state tables in the code."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read whether to write."""
        parser.add_argument("--check", action="store_true", help="fail when the page is stale")

    def handle(self, **options: Any) -> None:
        """Write the page; with `--check`, fail when it is not what would be written."""
        page = draw_page()
        if not options["check"]:
            PAGE.write_text(page, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
            message = "docs/states.md is stale: run manage.py draw_states"
            raise CommandError(message)
        self.stdout.write(f"{PAGE} is up to date")


def draw_page() -> str:
    """Return the whole page."""
    return INTRODUCTION + "".join(_section(table) for table in TABLES)


def _section(table: StateTable) -> str:
    edges = [edge for step in table.steps for edge in _edges(step)]
    ends = [f"    {state} --> [*]" for state in table.states() if _is_last(table, state)]
    rows = [f"| {_froms(step)} | {step.act} | {step.by} | {step.target} |" for step in table.steps]
    lines = [
        "",
        f"## {table.name}",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *edges,
        *ends,
        "```",
        "",
        "| from | act | by | to |",
        "| --- | --- | --- | --- |",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _edges(step: Step) -> list[str]:
    return [f"    {source or '[*]'} --> {step.target}: {step.act}" for source in step.sources]


def _is_last(table: StateTable, state: str) -> bool:
    return not any(state in step.sources for step in table.steps)


def _froms(step: Step) -> str:
    return ", ".join(source or "–" for source in step.sources)
