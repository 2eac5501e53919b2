"""Checks of the database: what must be frozen is frozen."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from core.frozen import missing_guards

_is_migrating: Final = ContextVar("is_migrating", default=False)


@register(Tags.database)
def check_guards(databases: Iterable[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Report triggers that are missing; silent while `migrate` is on its way to install them."""
    if _is_migrating.get():
        return []
    return [
        Error(
            f"The database does not refuse changes of what was signed: {name} is missing.",
            hint="Run manage.py migrate: it installs the triggers anew, whatever there is to do.",
            id="core.E001",
        )
        for alias in databases or ()
        for name in missing_guards(connections[alias])
    ]


@contextmanager
def migrating() -> Iterator[None]:
    """Do not ask for the triggers inside the block."""
    token = _is_migrating.set(True)
    try:
        yield
    finally:
        _is_migrating.reset(token)
