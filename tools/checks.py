"""The checks that read the code: what they are, in the order of their speed."""

import sys
from pathlib import Path

from tools.places import ROOT
from tools.steps import Step

PYTHON = sys.executable
# `check --deploy` must be clean with settings as a company would have them, not as a test has.
PRODUCTION = {
    "ALLOWED_HOSTS": "mentoring.example.com",
    "DATABASE_URL": "postgres://viceversa@db.example.com/viceversa",
    "DEBUG": "off",
    "SECRET_KEY": "a-key-for-this-check-alone/3Jx8vQm2LrT6wZs9KdYb4NfHc7GpUe5A",
    "SITE_URL": "https://mentoring.example.com",
    "VICEVERSA_DEMO": "off",
}
# These read models and settings alone; a fresh clone has no database yet.
DEVELOPMENT = {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATABASE_URL": "sqlite://:memory:"}


def templates() -> list[str]:
    """Return every template that djade formats: pages and the HTML of mails."""
    return [str(path.relative_to(ROOT)) for path in _all_templates()]


def checks() -> list[Step]:
    """Return the steps of `make check`."""
    manage = (PYTHON, "manage.py")
    deploy = ("check", "--deploy", "--fail-level", "WARNING")
    drift = ("makemigrations", "--check", "--dry-run")
    return [
        Step("ruff check", (PYTHON, "-m", "ruff", "check", ".")),
        Step("ruff format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        Step("djade", (*_tool("djade"), "--check", *templates())),
        Step("css is current", (PYTHON, "-m", "tools.check_css")),
        Step("import contracts", (*_tool("lint-imports"), "--no-logo")),
        Step("manage.py check --deploy", (*manage, *deploy), PRODUCTION),
        Step("migrations are complete", (*manage, *drift), DEVELOPMENT),
        Step("mypy", (PYTHON, "-m", "mypy", "."), DEVELOPMENT),
    ]


def fixes() -> list[Step]:
    """Return the steps of `make fix`."""
    return [
        Step("ruff check --fix", (PYTHON, "-m", "ruff", "check", "--fix", ".")),
        Step("ruff format", (PYTHON, "-m", "ruff", "format", ".")),
        Step("djade", (*_tool("djade"), *templates())),
    ]


def _tool(name: str) -> tuple[str, ...]:
    """Name a tool that has no module to run; its script is made for one place of the checkout."""
    return (str(Path(PYTHON).parent / name),)


def _all_templates() -> list[Path]:
    return sorted(path for path in ROOT.glob("templates/**/*.html"))
