"""Checks of the database: what must be frozen is frozen."""

from collections.abc import Iterable
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connections

from contracts.triggers import missing_triggers


@register(Tags.database)
def check_triggers(databases: Iterable[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Report triggers that are missing. A warning, for `migrate` must still run to install them."""
    return [
        checks.Warning(
            f"The database does not refuse changes of what was signed: {name} is missing.",
            hint="Run manage.py migrate: it installs the triggers anew, whatever there is to do.",
            id="contracts.W001",
        )
        for alias in databases or ()
        for name in missing_triggers(connections[alias])
    ]
