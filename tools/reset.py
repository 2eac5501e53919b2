"""`make reset`: forgets the demo's data, so that the next `make run` starts over."""

import os
import shutil
import sys

from tools import lock
from tools.places import VAR


def main() -> int:
    """Remove `var/`; refuses while the demo runs on it."""
    VAR.mkdir(exist_ok=True)
    try:
        with lock.hold(VAR, "make reset"):
            shutil.rmtree(VAR)
    except lock.AlreadyRunning as error:
        print(error, file=sys.stderr)
        return 1
    print("var/ is gone: the next `make run` starts over.")
    if "DATABASE_URL" in os.environ:
        print("The database that DATABASE_URL names was not touched.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
