"""The commands of the Makefile: all explained, all runnable, the port first."""

import re
import socket
import subprocess
from collections.abc import Iterator

import pytest

from tools import port
from tools.places import ROOT

pytestmark = pytest.mark.system

COMMANDS = [
    "run",
    "test",
    "check",
    "fix",
    "reset",
    "css",
    "messages",
    "screenshots",
    "a11y",
    "bench",
    "faults",
    "help",
]


def _make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_help_explains_every_command_in_one_line() -> None:
    done = _make("help")
    listed = re.findall(r"^  make (\S+) +(\S.+)$", done.stdout, re.MULTILINE)
    assert [name for name, _ in listed] == COMMANDS
    assert len(done.stdout.splitlines()) == len(COMMANDS)


def test_help_is_what_make_alone_says() -> None:
    assert _make().stdout == _make("help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_names_tools_that_exist(command: str) -> None:
    plan = _make("--dry-run", command).stdout
    modules = re.findall(r"-m (tools\.\w+)", plan)
    assert plan
    assert all((ROOT / f"{module.replace('.', '/')}.py").is_file() for module in modules)


def test_run_says_that_the_port_is_in_use_before_anything_else(taken: int) -> None:
    done = _make("run", f"PORT={taken}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {taken} is in use.")
    assert done.stdout == ""


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "80 80", "", "٣٣٣"])
def test_a_port_that_is_none_is_refused_in_words(text: str) -> None:
    assert "must be a number from 1 to 65535" in (port.why_not(text) or "")


def test_a_free_port_is_fine_and_a_taken_one_is_not(taken: int) -> None:
    assert port.why_not(str(port.free_port())) is None
    assert f"make run PORT={taken + 1}" in (port.why_not(str(taken)) or "")


def test_an_old_python_is_named_as_the_reason() -> None:
    done = _make("help", "PYTHON=")
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr
