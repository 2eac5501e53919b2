"""The demo's folder: one run at a time, one key, started over on request alone."""

import os
import stat
import sys
from pathlib import Path

import pytest

from tools import demo, lock, prepare, reset

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


def _environment(data: Path) -> dict[str, str]:
    own = prepare.own_environment(data, port=8123, mail_port=2525, redis="redis://x")
    return prepare.environment(own)


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
    first = _environment(tmp_path)["SECRET_KEY_FILE"]
    key = Path(first).read_text()
    _environment(tmp_path)
    assert Path(first).read_text() == key
    assert len(key) >= 50
    assert stat.S_IMODE(Path(first).stat().st_mode) == 0o600


def test_a_key_of_the_shell_is_kept(
    tmp_path: Path, clean_shell: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "mine")
    found = _environment(tmp_path)
    assert found["SECRET_KEY"] == "mine"
    assert "SECRET_KEY_FILE" not in found


def test_the_demo_never_takes_a_real_mail_server(
    tmp_path: Path, clean_shell: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtps://me:secret@mail.example.com")
    monkeypatch.setenv("EMAIL_URL_FILE", os.devnull)
    found = _environment(tmp_path)
    assert found["EMAIL_URL"] == "smtp://127.0.0.1:2525"
    assert "EMAIL_URL_FILE" not in found


def test_postgresql_of_the_shell_is_used(
    tmp_path: Path, clean_shell: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.com/viceversa")
    found = _environment(tmp_path)
    assert found["DATABASE_URL"] == "postgres://db.example.com/viceversa"
    assert found["SITE_URL"] == "http://127.0.0.1:8123"
    assert found["VICEVERSA_DEMO"] == "1"


def test_a_command_runs_in_the_demo_as_it_was_started(
    tmp_path: Path,
    clean_shell: None,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    demo.remember(tmp_path, prepare.own_environment(tmp_path, 8123, 2525, "redis://x"))
    code = "from django.conf import settings; print(settings.SITE_URL, settings.DEMO)"
    monkeypatch.setattr(sys, "argv", ["demo.py", "shell", "--no-imports", "-c", code])
    assert demo.main() == 0
    assert capfd.readouterr().out.splitlines()[-1] == "http://127.0.0.1:8123 True"


def test_a_command_without_a_demo_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert demo.main() == 2
    assert "`make run`" in capsys.readouterr().err
