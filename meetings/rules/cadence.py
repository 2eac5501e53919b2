"""Moved to `programs.cadence`."""

from programs.cadence import *  # noqa: F403
