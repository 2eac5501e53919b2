"""One demo at a time on one folder of data."""

import fcntl
from pathlib import Path
from typing import IO


class AlreadyRunning(RuntimeError):
    """Another `make run` holds the data; the message says where it serves."""


def hold(data: Path, address: str) -> IO[str]:
    """Take the lock until the file returned is closed, or this process ends, however it ends."""
    held = (data / "run.lock").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.seek(0)
        where = held.read().strip()
        held.close()
        message = f"Viceversa already runs on {data}, at {where}. Stop it first."
        raise AlreadyRunning(message) from error
    held.truncate(0)
    held.write(address)
    held.flush()
    return held
