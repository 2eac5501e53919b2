"""`manage.py import_people` says what it did and fails loudly."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.directory.files import HEADER, PRIYA, TOM, csv_file, person

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("import_people", *words, stdout=out)
    except SystemExit as stopped:
        return out.getvalue(), int(stopped.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(csv_file([(*PRIYA, "x"), (*TOM, "x")], (*HEADER, "Gender")))
    return path


def test_it_imports_and_reports(file: Path) -> None:
    first, code = run(str(file))
    second, _code = run(str(file))

    assert first.startswith("2 rows: 2 created, 0 updated, 0 unchanged, 0 wrong.")
    assert "Dropped and not stored: Gender." in first
    assert second.startswith("2 rows: 0 created, 0 updated, 2 unchanged, 0 wrong.")
    assert code == 0


def test_a_dry_run_writes_nothing(file: Path) -> None:
    out, _code = run(str(file), "--dry-run")

    assert "2 would be created" in out
    assert not User.objects.exists()


def test_json_is_for_programs_and_a_wrong_row_fails_the_command(file: Path) -> None:
    file.write_bytes(csv_file([PRIYA, TOM, person(1, email="x")]))

    out, code = run(str(file), "--json")

    report = json.loads(out)
    assert code == 1
    assert (report["created"], report["wrong"]) == (2, 1)
    assert report["problems"] == [
        {
            "line": 4,
            "code": "bad_email",
            "reason": "“x” is not an email address.",
            "applied": False,
        }
    ]


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(csv_file())))

    out, _code = run("-")

    assert "2 created" in out


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read: No such file"), (b"", "The file is empty."), (b"PK\x03\x04", "Excel")],
)
def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "people.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=reason):
        run(str(path))
