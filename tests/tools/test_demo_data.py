"""The demo's folder: one run at a time, one key, started over on request alone."""

import os
import stat
from pathlib import Path

import pytest

from tools import lock, prepare, reset

pytestmark = pytest.mark.system


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the checkout's var/, with data in it."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "viceversa.sqlite3").touch()
    monkeypatch.setattr(reset, "VAR", folder)
    return folder


@pytest.fixture
def clean_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "EMAIL_URL_FILE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_second_run_is_told_where_the_first_serves(tmp_path: Path) -> None:
    with (
        lock.hold(tmp_path, "http://127.0.0.1:8123/"),
        pytest.raises(lock.AlreadyRunning, match=r"http://127\.0\.0\.1:8123/\. Stop it first"),
    ):
        lock.hold(tmp_path, "http://127.0.0.1:8124/")


def test_the_folder_is_free_again_when_the_first_is_gone(tmp_path: Path) -> None:
    lock.hold(tmp_path, "http://127.0.0.1:8123/").close()
    with lock.hold(tmp_path, "http://127.0.0.1:8124/"):
        assert (tmp_path / "run.lock").read_text() == "http://127.0.0.1:8124/"


def test_reset_forgets_the_data(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reset.main() == 0
    assert not var.exists()
    assert "starts over" in capsys.readouterr().out


def test_reset_twice_is_harmless(var: Path) -> None:
    assert [reset.main(), reset.main()] == [0, 0]


def test_reset_refuses_while_the_demo_runs(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with lock.hold(var, "http://127.0.0.1:8123/"):
        assert reset.main() == 1
    assert (var / "viceversa.sqlite3").exists()
    assert "http://127.0.0.1:8123/" in capsys.readouterr().err


def test_reset_says_that_it_leaves_postgresql_alone(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.com/viceversa")
    assert reset.main() == 0
    assert "was not touched" in capsys.readouterr().out


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path, clean_shell: None) -> None:
    first = prepare.environment(tmp_path, 8000, 1025, "redis://x")["SECRET_KEY_FILE"]
    key = Path(first).read_text()
    prepare.environment(tmp_path, 8000, 1025, "redis://x")
    assert Path(first).read_text() == key
    assert len(key) >= 50
    assert stat.S_IMODE(Path(first).stat().st_mode) == 0o600


def test_a_key_of_the_shell_is_kept(
    tmp_path: Path, clean_shell: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "mine")
    found = prepare.environment(tmp_path, 8000, 1025, "redis://x")
    assert found["SECRET_KEY"] == "mine"
    assert "SECRET_KEY_FILE" not in found


def test_the_demo_never_takes_a_real_mail_server(
    tmp_path: Path, clean_shell: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtps://me:secret@mail.example.com")
    monkeypatch.setenv("EMAIL_URL_FILE", os.devnull)
    found = prepare.environment(tmp_path, 8000, 2525, "redis://x")
    assert found["EMAIL_URL"] == "smtp://127.0.0.1:2525"
    assert "EMAIL_URL_FILE" not in found


def test_postgresql_of_the_shell_is_used(
    tmp_path: Path, clean_shell: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.com/viceversa")
    found = prepare.environment(tmp_path, 8123, 2525, "redis://x")
    assert found["DATABASE_URL"] == "postgres://db.example.com/viceversa"
    assert found["SITE_URL"] == "http://127.0.0.1:8123"
    assert found["VICEVERSA_DEMO"] == "1"
