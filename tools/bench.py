"""`make bench`: runs every benchmark; each prints a table with its yardstick beside it."""

import sys

from tools import steps
from tools.places import ROOT


def main() -> int:
    """Run benchmarks/*.py one after the other: two at once would measure each other."""
    found = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if path.name[0] != "_")
    if not found:
        print("There is nothing in benchmarks/ yet.")
        return 0
    environment = {"PYTHONPATH": str(ROOT)}
    return steps.report(
        [steps.run(steps.Step(f.stem, (sys.executable, str(f)), environment)) for f in found]
    )


if __name__ == "__main__":
    sys.exit(main())
