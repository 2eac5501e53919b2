"""How well two people fit who break no rule: parts from 0 to 1, weighted, each one explainable."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WORKDAY_HOURS: Final = 8
WEIGHTS: Final = {"topics": 0.5, "hours": 0.25, "department": 0.15, "location": 0.1}


@dataclass(frozen=True, slots=True)
class Person:
    """What the ranking looks at. `utc_offset` in hours, `days` are ISO weekdays (1 = Monday).

    No boundaries, no preferences, nothing that a person said in private.
    """

    key: int
    offers: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    department: str = ""
    location: str = ""
    utc_offset: float = 0
    days: frozenset[int] = frozenset(range(1, 6))


@dataclass(frozen=True, slots=True)
class Fit:
    """How well somebody fits, from 0 to 1, and the parts that say so; `hours` of a day in common.

    `topics` are those that one offers and the other wants, in either direction.
    """

    key: int
    score: float
    topics: frozenset[str]
    hours: int
    days: int
    other_department: bool
    other_location: bool


def rank(person: Person, others: Iterable[Person]) -> list[Fit]:
    """Return the others by how well they fit, the best first; the same input, the same order."""
    return sorted(
        (fit_of(person, other) for other in others), key=lambda fit: (-fit.score, fit.key)
    )


def fit_of(one: Person, other: Person) -> Fit:
    """Return how well the other fits this person; the same both ways."""
    hours, days = hours_in_common(one, other), len(one.days & other.days)
    other_department = _differ(one.department, other.department)
    other_location = _differ(one.location, other.location)
    parts = {
        "topics": (_covered(one, other) + _covered(other, one)) / 2,
        "hours": hours / WORKDAY_HOURS * days / max(len(one.days), len(other.days), 1),
        "department": float(other_department),
        "location": float(other_location),
    }
    return Fit(
        key=other.key,
        score=round(sum(WEIGHTS[name] * part for name, part in parts.items()), 6),
        topics=(one.wants & other.offers) | (other.wants & one.offers),
        hours=int(hours),
        days=days,
        other_department=other_department,
        other_location=other_location,
    )


def hours_in_common(one: Person, other: Person) -> float:
    """Return how many hours of a working day of eight two people share, whatever their zones."""
    apart = abs(one.utc_offset - other.utc_offset) % 24
    return max(0.0, WORKDAY_HOURS - min(apart, 24 - apart))


def _covered(one: Person, other: Person) -> float:
    """Return which share of what one wants the other offers."""
    return len(one.wants & other.offers) / len(one.wants) if one.wants else 0.0


def _differ(one: str, other: str) -> bool:
    """What is not known of one of them is no difference."""
    return bool(one and other) and one.casefold() != other.casefold()
