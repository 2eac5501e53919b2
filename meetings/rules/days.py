"""Moved to `core.days`."""

from core.days import *  # noqa: F403
