"""The whole product as `make run` starts it, on a folder and a port of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess, Popen

from playwright.sync_api import BrowserContext, Frame, Page

from tools import port
from tools.places import ROOT

# What the suite sets for itself must not reach the product.
OF_THE_SUITE = (
    "DATABASE_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "EMAIL_URL",
    "HR_SECOND_FACTOR",
    "REDIS_URL",
    "SECRET_KEY",
    "TEST_DATABASE_URL",
)

# The suite takes the pairs with a face; `make a11y` takes the whole company.
SIZE = () if os.environ.get("A11Y") == "all" else ("--small",)


@dataclass
class Stack:
    """Web, worker, beat, broker and mail catcher."""

    data: Path
    number: int = field(default_factory=port.free_port)
    process: "Popen[bytes] | None" = None

    @property
    def site(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.number}"

    def start(self) -> None:
        """Start everything; return when it is ready, raise with what it said when it ends."""
        log = self.data / "run.log"
        with log.open("w") as said:
            self.process = Popen(
                [sys.executable, "-m", "tools.run", "--port", str(self.number), *SIZE],
                cwd=ROOT,
                env=self._environment(),
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while "Ctrl-C stops it" not in log.read_text():
            if self.process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.2)

    def stop(self) -> None:
        """Press Ctrl-C and wait."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(timeout=30)

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` in the demo's environment, as its operator does; it must go well."""
        done = self.attempt(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def attempt(self, *arguments: str) -> CompletedProcess[str]:
        """Do the same, however it ends."""
        return subprocess.run(
            [sys.executable, "-m", "tools.demo", *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        shell = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
        return shell | {"DATA_DIR": str(self.data)}


class MailBox:
    """The demo's mail, read in a window of its own."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()

    def wait_for(self, recipient: str, words: str | re.Pattern[str]) -> Frame:
        """Open the newest mail to somebody with these words in its subject, as soon as it is there.

        Returns the frame that shows it.
        """
        row = self.page.locator("li").filter(has_text=recipient)
        link = row.get_by_role("link").filter(has_text=words)
        for _ in range(240):
            self.page.goto("/dev/mail/")
            if link.count():
                break
            self.page.wait_for_timeout(500)
        link.first.click()
        frame = self.page.locator("iframe").element_handle().content_frame()
        assert frame is not None
        frame.wait_for_load_state()
        return frame
