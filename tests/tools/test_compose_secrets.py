"""The secrets of a deployment: made once, with an address that fits the password."""

from pathlib import Path

import pytest

from tools.compose_secrets import write_missing

pytestmark = pytest.mark.system


def test_all_files_are_written_without_a_line_break(tmp_path: Path) -> None:
    made = write_missing(tmp_path / "secrets")
    assert made == ["postgres_password", "secret_key", "database_url"]
    texts = [path.read_text() for path in (tmp_path / "secrets").iterdir()]
    assert len(texts) == 3
    assert all(text and text == text.strip() for text in texts)


def test_the_address_holds_the_password(tmp_path: Path) -> None:
    write_missing(tmp_path)
    password = (tmp_path / "postgres_password").read_text()
    address = (tmp_path / "database_url").read_text()
    assert address == f"postgres://viceversa:{password}@postgres:5432/viceversa"


def test_what_exists_is_kept(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("the key that sessions are signed with")
    assert write_missing(tmp_path) == ["postgres_password", "database_url"]
    assert write_missing(tmp_path) == []
    assert (tmp_path / "secret_key").read_text() == "the key that sessions are signed with"
