"""What the documents promise exists, and what exists is in the documents."""

import re
from pathlib import Path

import pytest

from tools.places import ROOT

pytestmark = pytest.mark.system

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
WRITTEN = ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")


def _documents() -> list[Path]:
    return [*(ROOT / name for name in WRITTEN), *sorted((ROOT / "docs").glob("*.md"))]


def _text() -> str:
    return "\n".join(path.read_text() for path in _documents())


def _commands() -> set[str]:
    """Return the names of the project's own management commands."""
    found = ROOT.glob("*/management/commands/*.py")
    return {path.stem for path in found if path.stem != "__init__"}


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


def _pinned(name: str) -> list[str]:
    lines = (ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def _name(line: str) -> str:
    return re.split(r"[=\[]", line)[0]


@pytest.mark.parametrize("name", [*WRITTEN, "LICENSE"])
def test_the_document_is_there_and_says_something(name: str) -> None:
    assert len((ROOT / name).read_text().split()) > 50


def test_the_license_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_every_management_command_is_documented() -> None:
    text = _text()
    assert {name for name in _commands() if not re.search(rf"\b{name}\b", text)} == set()


def test_every_command_the_documents_name_exists() -> None:
    text = _text()
    django = {"migrate", "check", "createsuperuser", "collectstatic", "makemigrations", "shell"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - django <= _commands()
    assert set(re.findall(r"`make ([a-z0-9]+)", text)) <= _targets()


def test_every_setting_the_documents_name_exists() -> None:
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", _text()))
    known = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    known |= {f"{name}_FILE" for name in known} | {"NAME_FILE", "CHROMIUM", "TEST_DATABASE_URL"}
    assert {name for name in named if name.endswith(("_URL", "_KEY", "_FILE", "_DIR"))} <= known


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_package_is_pinned_and_has_its_reason(name: str) -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    for line in _pinned(name):
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[\w.]+", line), line
        assert f"| {_name(line)} |" in reasons


def test_the_reasons_name_no_package_that_left() -> None:
    rows = re.findall(
        r"^\| ([a-z][a-z0-9-]*) \|", (ROOT / "docs" / "dependencies.md").read_text(), re.MULTILINE
    )
    pinned = {_name(line) for name in REQUIREMENTS for line in _pinned(name)}
    assert set(rows) - {"package"} == pinned


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in _documents()
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []
