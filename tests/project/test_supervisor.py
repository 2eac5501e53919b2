"""What `make run` promises about its processes, tried on small ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.places import ROOT

pytestmark = pytest.mark.system

Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a scenario of toys.py and gives its process."""
    running: list[subprocess.Popen[str]] = []

    def _start(scenario: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.project.toys", scenario, str(tmp_path)]
        return _popen(command, running)

    yield _start
    for process in running:
        process.kill()
        process.communicate()
    for pid in _pids(tmp_path):
        if not _is_gone(pid):
            os.kill(pid, signal.SIGKILL)


def _popen(
    command: list[str], running: list[subprocess.Popen[str]], **extra: str
) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment | extra,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running.append(process)
    return process


def _events(folder: Path) -> list[list[str]]:
    path = folder / "events"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def _pids(folder: Path) -> list[int]:
    return [int(event[2]) for event in _events(folder) if event[0] == "start"]


def _until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def _is_gone(pid: int) -> bool:
    """Whether a process ended; a zombie that nobody collects here counts as ended."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


def _read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if text in line:
            return seen
    pytest.fail(f"{text!r} never came; it said:\n{seen}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_in_reverse_order_and_exits_0(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    process = start("two")
    _read_until(process, "all are up")
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 0
    names = [event[:2] for event in _events(tmp_path) if event[1] != "child"]
    assert names == [["start", "first"], ["start", "second"], ["stop", "second"], ["stop", "first"]]


def test_what_a_service_leaves_behind_is_ended_too(start: Start, tmp_path: Path) -> None:
    process = start("two")
    _read_until(process, "all are up")
    _until(lambda: len(_pids(tmp_path)) == 3)
    process.terminate()
    process.communicate(timeout=20)
    _until(lambda: all(_is_gone(pid) for pid in _pids(tmp_path)))


def test_every_line_bears_the_name_of_who_said_it(start: Start) -> None:
    process = start("two")
    said = _read_until(process, "all are up")
    assert "first  | hello from first\n" in said
    assert "second | hello from second\n" in said


def test_a_service_that_cannot_start_stops_the_others(start: Start, tmp_path: Path) -> None:
    process = start("broken")
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "second | no database" in said
    assert "second ended with exit code 3" in said
    assert "all are up" not in said
    assert _events(tmp_path)[-1][:2] == ["stop", "first"]


def test_a_service_that_dies_is_reported_and_started_again(start: Start, tmp_path: Path) -> None:
    process = start("dies-once")
    said = _read_until(process, "starting it again")
    _until(lambda: len(_pids(tmp_path)) == 2)
    assert "first ended with exit code 7" in said
    assert process.poll() is None


def test_a_killed_service_is_started_again(start: Start, tmp_path: Path) -> None:
    process = start("two")
    _read_until(process, "all are up")
    before = _pids(tmp_path)
    os.kill(before[0], signal.SIGKILL)
    assert "first ended by signal 9" in _read_until(process, "starting it again")
    _until(lambda: [e[1] for e in _events(tmp_path) if e[0] == "start"].count("first") == 2)


def test_a_service_that_keeps_dying_ends_the_run(start: Start, tmp_path: Path) -> None:
    process = start("keeps-dying")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.count("starting it again") == 5
    assert "could not be kept running" in said
    assert all(_is_gone(pid) for pid in _pids(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_killed_supervisor_leaves_no_service_behind(start: Start, tmp_path: Path) -> None:
    process = start("two")
    _read_until(process, "all are up")
    process.kill()
    services = [int(e[2]) for e in _events(tmp_path) if e[1] != "child"]
    _until(lambda: all(_is_gone(pid) for pid in services))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows which signals make handles")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_make_alone_stops_all(tmp_path: Path, number: signal.Signals) -> None:
    toys = f"{sys.executable} -m tests.project.toys two {tmp_path}"
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {toys}\n")
    running: list[subprocess.Popen[str]] = []
    process = _popen(["make", "-f", str(tmp_path / "Makefile"), "run"], running)
    _read_until(process, "all are up")
    process.send_signal(number)
    process.communicate(timeout=20)
    _until(lambda: all(_is_gone(pid) for pid in _pids(tmp_path)))
