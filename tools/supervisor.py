"""Keeps a few processes running together: starts them in order, restarts what dies, stops all."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from types import FrameType

from tools.parent import Parent
from tools.places import ROOT

TICK = 0.1
READY_SECONDS = 60.0
STEADY_SECONDS = 60.0  # who ran this long starts with a clean record when it dies
LAST_BACKOFF = 16.0
MOST_FAILURES = 5


@dataclass(frozen=True)
class Service:
    """One process: how to start it, to know that it answers, and where it says what is wrong.

    `patience` is how many seconds it may take to stop.
    """

    name: str
    command: Sequence[str]
    is_ready: Callable[[], bool]
    patience: float = 5.0
    says: str = "above"


class CannotStart(RuntimeError):
    """A service did not come up, or kept dying."""


@dataclass
class Child:
    """A service and the process that runs it now."""

    service: Service
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    restart_at: float | None = None
    rest: bytes = b""  # of a line that is not complete yet


@dataclass
class Supervisor:
    """Runs services until it is told to stop. One thread; every child has a session of its own.

    With its own session a child gets no Ctrl-C from the terminal: it is stopped once, in order.
    """

    environment: Mapping[str, str]
    first_backoff: float = 1.0  # seconds, doubled with each failure in a row
    stages: list[list[Child]] = field(default_factory=list)
    stop_asked: bool = False
    signals: int = 0

    def __post_init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.parent = Parent()
        self.last_signal = -1.0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def start(self, services: Sequence[Service]) -> None:
        """Start services side by side and wait until each answers; raises CannotStart."""
        starting = [Child(s, self._spawn(s), time.monotonic()) for s in services]
        self.stages.append(starting)
        for child in starting:
            self._watch(child)
        for child in starting:
            self._await(child)
        self._pass_on_output()

    def run(self) -> None:
        """Keep all running until asked to stop; raises CannotStart when a service gives up."""
        while not self.stop_asked:
            self._pass_on_output()
            for child in chain.from_iterable(self.stages):
                self._mend(child)

    def stop(self) -> None:
        """Stop the last stage first, each service with its own patience; asked again, kill."""
        asked = self.signals
        for stage in reversed(self.stages):
            for child in stage:
                child.process.terminate()
            begun = time.monotonic()
            while self.signals == asked and _has_patience(stage, time.monotonic() - begun):
                self._pass_on_output()
            for child in stage:
                _kill_group(child)
                child.process.wait()
        self._pass_on_output()

    def say(self, text: str, name: str = "run") -> None:
        """Print lines under the name of who says them."""
        for line in text.splitlines():
            sys.stdout.write(f"{name:<7}| {line}\n")
        sys.stdout.flush()

    def _spawn(self, service: Service) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tools.child", str(os.getpid()), *service.command]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _await(self, child: Child) -> None:
        while not (self.stop_asked or child.service.is_ready()):
            self._pass_on_output()
            late = time.monotonic() - child.started > READY_SECONDS
            if late or child.process.poll() is not None:
                self._pass_on_output()
                raise CannotStart(_could_not(child))

    def _watch(self, child: Child) -> None:
        if child.process.stdout:
            os.set_blocking(child.process.stdout.fileno(), False)
            self.selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _pass_on_output(self) -> None:
        """Print what the children wrote, by whole lines; waits a tick when they are silent."""
        self.stop_asked = self.stop_asked or self.parent.is_leaving()
        if not self.selector.get_map():
            time.sleep(TICK)
        for key, _ in self.selector.select(TICK):
            child: Child = key.data
            data = os.read(key.fd, 65536)
            if not data:
                self.selector.unregister(key.fileobj)
            *lines, child.rest = (child.rest + data).split(b"\n")
            self.say("\n".join(line.decode(errors="replace") for line in lines), child.service.name)

    def _mend(self, child: Child) -> None:
        if child.restart_at is not None and time.monotonic() >= child.restart_at:
            child.process, child.started = self._spawn(child.service), time.monotonic()
            child.restart_at, child.rest = None, b""
            self._watch(child)
        elif child.restart_at is None and child.process.poll() is not None:
            self._plan_restart(child)

    def _plan_restart(self, child: Child) -> None:
        _kill_group(child)
        steady = time.monotonic() - child.started > STEADY_SECONDS
        child.failures = 1 if steady else child.failures + 1
        if child.failures > MOST_FAILURES:
            raise CannotStart(_could_not(child))
        wait = min(LAST_BACKOFF, self.first_backoff * 2 ** (child.failures - 1))
        child.restart_at = time.monotonic() + wait
        self.say(f"{_ended(child)}; starting it again in {wait:g} s")

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """Note a signal; of two within a second one is make's, which passes on what it gets."""
        self.stop_asked = True
        if time.monotonic() - self.last_signal > 1:
            self.signals += 1
        self.last_signal = time.monotonic()


def _has_patience(stage: list[Child], seconds: float) -> bool:
    """Whether a service of this stage still runs and may still take its time."""
    return any(child.process.poll() is None and seconds < child.service.patience for child in stage)


def _kill_group(child: Child) -> None:
    """End also what the process itself started and did not end."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)


def _ended(child: Child) -> str:
    code = child.process.returncode
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    return f"{child.service.name} ended {how}"


def _could_not(child: Child) -> str:
    name = child.service.name
    if child.process.poll() is None:
        return f"{name} did not answer within {READY_SECONDS:.0f} s."
    return f"{_ended(child)} and could not be kept running; what it said is {child.service.says}."
