"""What can go wrong with sending, and how an error is told without the words of a message."""

import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError

from outbox.rules import Fate, Phase, fate_of

P = ParamSpec("P")
T = TypeVar("T")
DATABASE_AWAY = (OperationalError, InterfaceError)


class CannotSend(RuntimeError):
    """Nothing can leave at present; no message is at fault and none has spent a try."""


class ForeignDatabase(CannotSend):
    """The database was copied from another deployment, which may be sending the same mail."""


class RelayTrouble(CannotSend):
    """The mail server cannot be reached, or takes nothing from us."""


class Declined(Exception):
    """The mail server surely did not take this message. Code 0: the connection was lost early."""

    def __init__(self, phase: Phase, code: int, reply: str) -> None:
        super().__init__(f"{phase} {code}")
        self.phase = phase
        self.code = code
        self.reply = reply

    @property
    def fate(self) -> Fate:
        """What it means for the message."""
        return fate_of(self.phase, self.code)


class Silent(Exception):
    """All content went out and no answer came: nobody can know whether it was taken."""


class KindFailed(Exception):
    """A function that another app registered for its kind of message raised; says where."""


def ask_kind(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a kind's function; raises `KindFailed`, which is told without the words of the error.

    A database that is away is nobody's fault and passes through.
    """
    try:
        return function(*args, **kwargs)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        raise KindFailed(place_of(error)) from error


def place_of(error: BaseException) -> str:
    """Name the error and where it was raised; its text may hold facts of a message."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} in {frames[-1].name}, line {frames[-1].lineno}"
