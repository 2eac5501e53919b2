"""What upper apps tell pulse: whether a person stopped the nudges of a pair, and how one does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Stopping:
    """`is_stopped(person, pair)`, and `url(person, pair, now)` of the link that stops them."""

    is_stopped: Callable[[int, UUID], bool]
    url: Callable[[int, UUID, datetime], str]


_stopping: list[Stopping] = []


def register_stopping(stopping: Stopping) -> None:
    """Say how nudges are stopped; the last registration counts."""
    _stopping[:] = [stopping]


def stopping() -> Stopping | None:
    """Return how nudges are stopped, None where no app said so."""
    return _stopping[0] if _stopping else None
