"""What HR's pages do themselves: note who took a list with them."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from core import audit
from programs.models import Program

EXPORT = "export pairs"
KEPT = 60


def record_export(*, by: User, filters: Mapping[str, str], now: datetime) -> None:
    """Note in the audit trail that somebody exported pairs, and through which filters.

    Words that were searched for are people's names: that there were some is noted, not which.
    """
    facts: dict[str, str | int | bool | None] = {
        name: value[:KEPT] for name, value in filters.items() if name != "q"
    }
    audit.record(EXPORT, by.subject, by=by, now=now, facts=facts | {"searched": "q" in filters})


def record_certificates(program: Program, *, by: User, number: int, now: datetime) -> None:
    """Note that somebody took the certificates of a program along, and how many."""
    audit.record("export certificates", program.subject, by=by, now=now, facts={"number": number})
