"""Runs `manage.py` in the environment of the demo: python -m tools.demo demo_clock +45d."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.places import ROOT, data_dir


def remember(data: Path, own: dict[str, str]) -> None:
    """Note the environment that `make run` chose; an address may hold a password."""
    noted = data / "demo.json"
    noted.touch(mode=0o600)
    noted.write_text(json.dumps(own, indent=2))


def main() -> int:
    """Run the command; exit code 2 and a sentence where there was no demo yet."""
    noted = data_dir() / "demo.json"
    if not noted.exists():
        print("There is no demo yet: `make run` makes it.", file=sys.stderr)
        return 2
    environment = os.environ | json.loads(noted.read_text())
    command = [sys.executable, str(ROOT / "manage.py"), *sys.argv[1:]]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
