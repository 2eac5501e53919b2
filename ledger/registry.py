"""What other apps know about their own rows and the ledger: asked by every verification."""

from collections.abc import Callable, Iterator
from typing import Final

from ledger.rules.damage import Finding

Check = Callable[[], Iterator[Finding]]

_checks: Final[list[Check]] = []


def register_check(check: Check) -> None:
    """Let a verification ask this too; it yields `Finding(Damage.ELSEWHERE, seq, detail)`."""
    if check not in _checks:
        _checks.append(check)


def forget_check(check: Check) -> None:
    """Take a check back, so that one of a test does not outlive it."""
    if check in _checks:
        _checks.remove(check)


def registered_checks() -> list[Check]:
    """Return every check, in the order of registering."""
    return list(_checks)
