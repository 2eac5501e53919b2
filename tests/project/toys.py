"""Small services for the supervisor's tests, run as a program: toys.py SCENARIO FOLDER."""

import os
import sys
import time
from pathlib import Path

from tools.run import supervise
from tools.supervisor import Service, Supervisor

_LIVE = "import time; time.sleep(600)"
_STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {_LIVE}"
# The child of a service that itself ends politely, but leaves a stubborn one behind.
_LEAVES = f"""
import subprocess, sys, time
note("start", subprocess.Popen([sys.executable, "-c", {_STUBBORN!r}]).pid)
time.sleep(600)
"""


def main() -> int:
    """Run a scenario under the supervisor; its exit code is the supervisor's."""
    scenario, folder = sys.argv[1], Path(sys.argv[2])
    supervisor = Supervisor(os.environ, first_backoff=0.05)
    return supervise(supervisor, SCENARIOS[scenario](folder), "all are up")


def _service(folder: Path, name: str, code: str, *, is_ready: bool = True) -> Service:
    """Make a service that notes its start and its polite end in `folder`/events."""
    note = f"""
import os, signal, sys
def note(what, child=None):
    with open({str(folder / "events")!r}, "a") as file:
        print(what, "child" if child else {name!r}, child or os.getpid(), file=file)
def end(*_):
    note("stop")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("hello from {name}", flush=True)
note("start")
"""
    command = (sys.executable, "-c", note + code)
    marker = folder / f"{name}.waited"

    def ready() -> bool:
        time.sleep(0.05)
        marker.touch()
        return is_ready and f"start {name}" in (folder / "events").read_text()

    (folder / "events").touch()
    return Service(name, command, ready, patience=2)


def _two(folder: Path) -> list[list[Service]]:
    return [[_service(folder, "first", _LIVE)], [_service(folder, "second", _LEAVES)]]


def _broken(folder: Path) -> list[list[Service]]:
    broken = _service(folder, "second", "print('no database'); sys.exit(3)", is_ready=False)
    return [[_service(folder, "first", _LIVE)], [broken]]


def _dies_once(folder: Path) -> list[list[Service]]:
    once = f"""
from pathlib import Path
flag = Path({str(folder / "died")!r})
if not flag.exists():
    flag.touch()
    sys.exit(7)
{_LIVE}
"""
    return [[_service(folder, "first", once)]]


def _keeps_dying(folder: Path) -> list[list[Service]]:
    return [
        [_service(folder, "first", _LIVE)],
        [_service(folder, "second", "import time; time.sleep(0.4); sys.exit(5)")],
    ]


SCENARIOS = {
    "two": _two,
    "broken": _broken,
    "dies-once": _dies_once,
    "keeps-dying": _keeps_dying,
}

if __name__ == "__main__":
    sys.exit(main())
