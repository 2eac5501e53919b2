"""The steps of a delivery by name, so that a proof can stop a process at each of them."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """A place between two effects, in the order in which a message passes them."""

    CLAIMING = "claiming"
    CLAIMED = "claimed"
    RENDERED = "rendered"
    RENEWED = "renewed"
    ADDRESSED = "addressed"
    HANDING = "handing"
    DATA_OPEN = "data-open"
    CONTENT_SENT = "content-sent"
    ANSWERED = "answered"
    FINISHED = "finished"


_listeners: list[Callable[[Step], None]] = []


def listen(listener: Callable[[Step], None]) -> None:
    """Call `listener` at every step, for as long as this process lives."""
    _listeners.append(listener)


def reached(step: Step) -> None:
    """Tell the listeners; there are none in production."""
    for listener in _listeners:
        listener(step)
