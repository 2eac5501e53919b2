"""What verifying the ledger costs: CPU seconds, memory, and the ratio to hashing the same bytes.

`python benchmarks/ledger.py`; genuine events in a SQLite file of a temporary folder. The yardstick
is SHA-256 over the same bytes, prepared in memory, in the same process. P10: at most 5 times.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Measure in a process of its own, whose database is thrown away."""
    with tempfile.TemporaryDirectory(prefix="viceversa-bench-") as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mentoring.settings",
            "SECRET_KEY": "only-for-this-benchmark",
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/ledger.sqlite3",
        }
        command = [sys.executable, "-m", "benchmarks._verifying", *sys.argv[1:]]
        root = Path(__file__).parent.parent
        return subprocess.run(command, env=environment, cwd=root, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
