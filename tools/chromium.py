"""Finds the browser of this machine, for the journeys and the screenshots."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no chromium here (CHROMIUM may name one); on Debian: apt-get install chromium"


def find() -> str | None:
    """Return the path of a Chromium, or nothing."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch_options() -> tuple[str, list[str]]:
    """Return path and arguments for Playwright; raises FileNotFoundError where there is none."""
    path = find()
    if path is None:
        raise FileNotFoundError(MISSING)
    # Chromium refuses its sandbox to root, which is who runs in most containers.
    return path, ["--no-sandbox"] if os.geteuid() == 0 else []
