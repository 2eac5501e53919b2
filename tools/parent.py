"""Tells when make, which started us, is going: then so must we."""

import os
import re
import signal
from pathlib import Path

FATAL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Parent:
    """The process that started us, watched only when it is make.

    A terminal's Ctrl-C reaches us too, but a signal sent to make alone does not: make then waits
    for us for ever. It has stopped catching that signal by then, which Linux shows.
    """

    def __init__(self) -> None:
        self.pid = os.getppid()
        self.watched = "MAKELEVEL" in os.environ
        self.caught = _caught(self.pid)

    def is_leaving(self) -> bool:
        """Whether make was killed, or is ending and waits for us."""
        if not self.watched:
            return False
        return os.getppid() != self.pid or bool(self.caught - _caught(self.pid))


def _caught(pid: int) -> set[signal.Signals]:
    """Return which of the fatal signals a process handles; nothing where that cannot be known."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return set()
    found = re.search(r"^SigCgt:\s*([0-9a-f]+)", status, re.MULTILINE)
    mask = int(found[1], 16) if found else 0
    return {number for number in FATAL if mask >> (number - 1) & 1}
