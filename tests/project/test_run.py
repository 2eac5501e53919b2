"""`make run` for real: from an empty folder, and again on what it left."""

import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tools import port
from tools.places import ROOT

pytestmark = pytest.mark.system


@dataclass
class Demo:
    """A `make run` on a folder and a port of its own."""

    data: Path
    number: int
    process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        """Return a shell's environment, with the folder of this demo."""
        shell = {k: v for k, v in os.environ.items() if k not in UNSET}
        return shell | {"DATA_DIR": str(self.data)}

    def start(self) -> str:
        """Start it and return what it said until it was ready."""
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={self.number}", "SMALL=1"],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said = ""
        for line in self.process.stdout or ():
            said += line
            if "Ctrl-C stops it" in line:
                return said
        pytest.fail(f"It ended:\n{said}")

    def stop(self) -> str:
        """Press Ctrl-C, as a terminal does: to make and all in its group; return the rest said."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        said, _ = self.process.communicate(timeout=30)
        self.process = None
        return said

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page."""
        with closing(HTTPConnection("127.0.0.1", self.number, timeout=20)) as client:
            client.request("GET", path)
            answer = client.getresponse()
            return answer.status, answer.read().decode()

    def refusal_of_another(self) -> tuple[int, str]:
        """Start a second one on the same folder; return its exit code and complaint."""
        command = ["make", "run", f"PORT={port.free_port()}"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr

    def people(self) -> list[str]:
        """Return the addresses of everybody in its database."""
        with closing(sqlite3.connect(self.data / "viceversa.sqlite3")) as connection:
            rows = connection.execute("SELECT email FROM accounts_user ORDER BY email")
            return [row[0] for row in rows]


UNSET = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MAKEFLAGS", "MAKELEVEL")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo that has not been started; what the test leaves running is stopped."""
    found = Demo(tmp_path, port.free_port())
    yield found
    if found.process is not None:
        found.stop()


def test_from_nothing_to_the_demo_company_and_back_again(demo: Demo) -> None:
    begun = time.monotonic()
    said = demo.start()
    first = time.monotonic() - begun
    assert f"Viceversa is ready: http://127.0.0.1:{demo.number}/" in said
    logins = re.findall(r"\S+@\S+", said)
    assert logins
    assert demo.get("/healthz")[0] == 200
    assert logins[0] in demo.get("/accounts/login/")[1]
    assert demo.get("/dev/mail/")[0] == 200
    code, complaint = demo.refusal_of_another()
    assert code == 2
    assert f"already runs on {demo.data}, at http://127.0.0.1:{demo.number}/" in complaint
    people = demo.people()
    assert set(logins) <= set(people)
    last = demo.stop()
    assert last.splitlines()[-1].endswith("| Stopped.")
    assert port.why_not(str(demo.number)) is None

    begun = time.monotonic()
    again = demo.start()
    assert time.monotonic() - begun < first
    assert re.findall(r"\S+@\S+", again) == logins
    assert demo.people() == people
