"""Which column says what: the names that HR systems and people give them.

Names come from the standard exports of Workday, SAP SuccessFactors, Personio, BambooHR, HiBob
and ADP, in English, German, French and Spanish. Case, accents and signs do not matter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from accounts.rules.places import folded
from directory.rules.names import NAMES
from directory.rules.problems import Code, Unreadable
from directory.rules.sensitive import is_sensitive

IDENTITY = ("email", "employee_id")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands; what is not stored, and what could not be used."""

    places: Mapping[str, int]
    header: tuple[str, ...]
    dropped: tuple[str, ...]
    unused: tuple[str, ...]

    def used(self) -> dict[str, str]:
        """Return the name in the file for each field, in the file's order."""
        by_place = sorted(self.places.items(), key=lambda item: item[1])
        return {field: self.header[place] for field, place in by_place}


def count_known(header: tuple[str, ...]) -> int:
    """Return how many names of a header are known, those of sensitive columns included."""
    return sum(1 for name in header if field_of(name) or is_sensitive(name))


def recognize(header: tuple[str, ...]) -> Columns:
    """Return where the fields stand; of two names for one field the more exact one counts.

    Raises `Unreadable` without any known name, without email and employee id, or when one name
    that matters stands there twice.
    """
    fields = {place: field_of(name) for place, name in enumerate(header)}
    if not any(fields.values()):
        raise Unreadable(Code.NO_HEADER)
    _refuse_doubles(header, fields)
    places = _settle_names(_best_places(header, fields))
    if not any(field in places for field in IDENTITY):
        raise Unreadable(Code.NO_IDENTITY)
    taken = set(places.values())
    rest = [name for place, name in enumerate(header) if place not in taken and name]
    dropped = tuple(name for name in rest if is_sensitive(name))
    unused = tuple(name for name in rest if not is_sensitive(name))
    return Columns(MappingProxyType(places), header, dropped, unused)


def field_of(name: str) -> str | None:
    """Return the field that a column's name stands for."""
    known = _known().get(folded(_spelled_out(name)))
    return known[0] if known else None


def _spelled_out(name: str) -> str:
    """Write "Employee #" as words, so that the sign is not lost."""
    return re.sub(r"#|№|\bn°", " number ", name)


def _refuse_doubles(header: tuple[str, ...], fields: Mapping[int, str | None]) -> None:
    seen: set[str] = set()
    for place, name in enumerate(header):
        key = folded(_spelled_out(name))
        if fields[place] and key in seen:
            raise Unreadable(Code.COLUMN_TWICE, column=name[:60])
        seen.add(key)


def _best_places(header: tuple[str, ...], fields: Mapping[int, str | None]) -> dict[str, int]:
    best: dict[str, int] = {}
    for place, field in fields.items():
        if field and (field not in best or _rank(header[place]) < _rank(header[best[field]])):
            best[field] = place
    return best


def _rank(name: str) -> int:
    return _known()[folded(_spelled_out(name))][1]


def _settle_names(places: dict[str, int]) -> dict[str, int]:
    """A column "Name" is the last name beside a first name, the first beside a last, else both."""
    if "name" not in places:
        return places
    place = places.pop("name")
    has_first, has_last = "first_name" in places, "last_name" in places
    if has_first != has_last:
        places["last_name" if has_first else "first_name"] = place
    else:
        places.setdefault("full_name", place)
    return places


@cache
def _known() -> MappingProxyType[str, tuple[str, int]]:
    """Map folded names to their field and rank; the first name listed is the most exact."""
    pairs: Iterable[tuple[str, str, int]] = (
        (name, field, rank)
        for field, names in NAMES.items()
        for rank, name in enumerate(names.split(","))
    )
    return MappingProxyType(
        {folded(_spelled_out(name)): (field, rank) for name, field, rank in pairs}
    )
