"""Where things are in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"


def data_dir() -> Path:
    """Return the folder of the demo's data: `var/`, or DATA_DIR when it is set."""
    return Path(os.environ.get("DATA_DIR", VAR)).resolve()
