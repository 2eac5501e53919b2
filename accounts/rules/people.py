"""Names, working weeks, the addresses that may sign up, and the management chain."""

import unicodedata
from collections.abc import Collection, Mapping

MONDAY_TO_FRIDAY = "12345"
SUNDAY_TO_THURSDAY = "12347"
ISO_WEEKDAYS = "1234567"
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def working_days(week: str) -> frozenset[int]:
    """Return ISO weekdays (1 = Monday) of a stored week such as "12345"."""
    return frozenset(int(day) for day in week if day in ISO_WEEKDAYS)


def domain_of(email: str) -> str:
    """Return what stands behind the last @, in lower case; empty when there is none."""
    return email.rpartition("@")[2].strip().lower() if "@" in email else ""


def may_sign_up(email: str, domains: Collection[str]) -> bool:
    """Say whether an address is one of the company's; without domains nobody signs up alone."""
    return domain_of(email) in {domain.lower() for domain in domains}


def chain_of(person: int, managers: Mapping[int, int | None]) -> frozenset[int]:
    """Return everyone above and below a person; bad data with a cycle ends at the cycle."""
    return _above(person, managers) | _below(person, managers)


def _above(person: int, managers: Mapping[int, int | None]) -> frozenset[int]:
    seen: set[int] = set()
    manager = managers.get(person)
    while manager is not None and manager not in seen:
        seen.add(manager)
        manager = managers.get(manager)
    return frozenset(seen - {person})


def _below(person: int, managers: Mapping[int, int | None]) -> frozenset[int]:
    reports: dict[int, list[int]] = {}
    for report, manager in managers.items():
        if manager is not None:
            reports.setdefault(manager, []).append(report)
    seen: set[int] = set()
    waiting = [person]
    while waiting:
        found = [report for report in reports.get(waiting.pop(), []) if report not in seen]
        seen.update(found)
        waiting.extend(found)
    return frozenset(seen - {person})


def tidy_line(text: str) -> str:
    """Return one line without control characters and signs that turn the reading direction."""
    if text.isprintable():
        return " ".join(text.split())
    seen = "".join(" " if char.isspace() else char for char in text)
    return " ".join("".join(char for char in seen if _is_seen(char)).split())


def _is_seen(char: str) -> bool:
    # Joiners (Cf) hold emoji and Indic letters together, so only the turning signs go.
    return unicodedata.category(char) not in {"Cc", "Cs"} and char not in _TURNING
