"""Installing once: what was installed completely is not installed again."""

from pathlib import Path

import pytest

from tools import bootstrap

pytestmark = pytest.mark.system


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with lists of packages and an environment that has been made."""
    for name in bootstrap.EVERYTHING:
        (tmp_path / name).write_text(f"# {name}\n")
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "bin" / "python")
    return tmp_path


def _installed(checkout: Path, files: tuple[str, ...]) -> None:
    stamp = checkout / ".venv" / f".installed-{files[0]}"
    stamp.write_text(bootstrap.fingerprint(files))


def test_a_fresh_environment_is_not_ready(checkout: Path) -> None:
    assert not bootstrap.is_ready(bootstrap.RUNTIME)


def test_what_was_installed_is_ready(checkout: Path) -> None:
    _installed(checkout, bootstrap.RUNTIME)
    assert bootstrap.is_ready(bootstrap.RUNTIME)


def test_running_needs_less_than_testing(checkout: Path) -> None:
    _installed(checkout, bootstrap.RUNTIME)
    assert not bootstrap.is_ready(bootstrap.EVERYTHING)


def test_who_can_test_can_run(checkout: Path) -> None:
    _installed(checkout, bootstrap.EVERYTHING)
    assert bootstrap.is_ready(bootstrap.RUNTIME)


@pytest.mark.parametrize("name", bootstrap.RUNTIME)
def test_a_changed_list_is_installed_again(checkout: Path, name: str) -> None:
    _installed(checkout, bootstrap.RUNTIME)
    (checkout / name).write_text("django==6.0\n")
    assert not bootstrap.is_ready(bootstrap.RUNTIME)


def test_an_environment_without_its_python_is_made_again(checkout: Path) -> None:
    _installed(checkout, bootstrap.RUNTIME)
    (checkout / ".venv" / "bin" / "python").unlink()
    assert not bootstrap.is_ready(bootstrap.RUNTIME)
