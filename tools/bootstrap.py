"""Makes the virtual environment and installs what is pinned; when nothing changed it does nothing.

Runs before anything is installed, so it uses the standard library alone.
"""

import argparse
import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tools.places import PYTHON, ROOT, VENV

RUNTIME = ("requirements.txt", "constraints.txt")
EVERYTHING = ("requirements-dev.txt", *RUNTIME)


def fingerprint(files: tuple[str, ...]) -> str:
    """Return a hash of the pinned lists, of this Python and of the place (a venv cannot move)."""
    digest = hashlib.sha256(f"{sys.version} {VENV}".encode())
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(files: tuple[str, ...]) -> bool:
    """Whether these lists were installed completely, and not changed since."""
    stamps = [_stamp(files), _stamp(EVERYTHING)]
    wanted = [fingerprint(files), fingerprint(EVERYTHING)]
    return PYTHON.exists() and any(
        stamp.is_file() and stamp.read_text() == want
        for stamp, want in zip(stamps, wanted, strict=True)
    )


def make_ready(files: tuple[str, ...]) -> None:
    """Create the environment if needed and install; raises CalledProcessError."""
    if not _works():
        print("Making .venv …", flush=True)
        _create()
    print(f"Installing {files[0]} …", flush=True)
    _pip("install", "--quiet", "-r", str(ROOT / files[0]))
    _stamp(files).write_text(fingerprint(files))


def _stamp(files: tuple[str, ...]) -> Path:
    return VENV / f".installed-{files[0]}"


def _works() -> bool:
    """Whether the environment runs at all: its interpreter may be gone, or its folder moved."""
    check = [str(PYTHON), "-c", "import pip"]
    return (
        PYTHON.exists() and subprocess.run(check, capture_output=True, check=False).returncode == 0
    )


def _create() -> None:
    """Make the environment; where Python came without `ensurepip`, the pip beside it fills in."""
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    subprocess.run([*command, "--without-pip"], check=True)
    outside = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    subprocess.run([*outside, "install", "--quiet", "pip"], check=True)


def _pip(*arguments: str) -> None:
    options = ("--disable-pip-version-check", "--no-input")
    subprocess.run([str(PYTHON), "-m", "pip", *arguments, *options], check=True)


def main() -> int:
    """Install for running, or with --dev also what checks and tests need."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also the tools and test libraries")
    files = EVERYTHING if parser.parse_args().dev else RUNTIME
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # `make run` beside `make test`, in a fresh clone
    try:
        if not is_ready(files):
            make_ready(files)
    except subprocess.CalledProcessError as error:
        print(f"This did not work: {' '.join(error.cmd)}", file=sys.stderr)
        return 1
    finally:
        os.close(lock)
    return 0


if __name__ == "__main__":
    sys.exit(main())
