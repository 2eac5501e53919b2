"""Countries, languages and time zones: their codes, and what people and other systems call them.

Names come from Unicode CLDR and ISO 3166, in English, German, French and Spanish; the names of
time zones that Windows uses come from CLDR as well. All look-ups ignore case, accents and signs.
"""

import csv
import unicodedata
import zoneinfo
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

# "Local" names the server's zone and "Factory" none at all.
_NOT_A_PLACE = frozenset({"Factory", "localtime"})


class Language(NamedTuple):
    """A language: its code, and its name as its speakers write it."""

    code: str
    own_name: str


def folded(text: str) -> str:
    """Return letters and digits alone, in one case: "Côte d'Ivoire" → "cotedivoire"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def is_time_zone(name: str) -> bool:
    """Say whether the IANA database knows the name."""
    return name in _zones()


def time_zones() -> list[str]:
    """Return every name of the IANA database, in order."""
    return sorted(_zones())


def languages() -> list[Language]:
    """Return every language, ordered by its own name."""
    rows = (Language(row["code"], row["own_name"]) for row in _table("languages.csv"))
    return sorted(rows, key=lambda row: folded(row.own_name))


def language_name(code: str) -> str:
    """Return a language's own name, or the code when it is not in the table."""
    return _own_names().get(code, code)


def find_time_zone(text: str) -> str | None:
    """Return the IANA name for "europe/berlin" or "W. Europe Standard Time"."""
    return _zone_names().get(_zone_key(text))


def find_country(text: str) -> str | None:
    """Return the two-letter code for a code, a three-letter code or a name."""
    return _country_names().get(folded(text))


def find_language(text: str) -> str | None:
    """Return the code for "German", "Deutsch", "deu" or "de-AT"."""
    names = _language_names()
    return names.get(folded(text)) or names.get(folded(text.replace("_", "-").split("-")[0]))


def zone_of_country(code: str) -> str | None:
    """Return a country's time zone; None where it has several that matter."""
    return _country_zones().get(code)


@cache
def _zones() -> frozenset[str]:
    """Remembered, for `available_timezones` reads the disk each time."""
    return frozenset(zoneinfo.available_timezones() - _NOT_A_PLACE)


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    source = resources.files("accounts").joinpath("data", name)
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


@cache
def _zone_names() -> MappingProxyType[str, str]:
    windows = {_zone_key(row["name"]): row["zone"] for row in _table("windows_zones.csv")}
    return MappingProxyType(windows | {_zone_key(name): name for name in _zones()})


def _zone_key(text: str) -> str:
    """Signs tell "Etc/GMT+1" from "Etc/GMT-1", so they stay."""
    return "_".join(text.casefold().split())


@cache
def _country_names() -> MappingProxyType[str, str]:
    return _names_of("countries.csv")


@cache
def _own_names() -> MappingProxyType[str, str]:
    return MappingProxyType({row["code"]: row["own_name"] for row in _table("languages.csv")})


@cache
def _language_names() -> MappingProxyType[str, str]:
    own = {folded(row["own_name"]): row["code"] for row in _table("languages.csv")}
    return MappingProxyType(own | _names_of("languages.csv"))


def _names_of(table: str) -> MappingProxyType[str, str]:
    """Map folded names to codes; a code wins over a name that is written like one."""
    rows = _table(table)
    names = {folded(name): row["code"] for row in rows for name in row["names"].split("|")}
    codes = {folded(row[field]): row["code"] for row in rows for field in ("alpha3", "code")}
    codes.pop("", None)
    return MappingProxyType(names | codes)


@cache
def _country_zones() -> MappingProxyType[str, str]:
    rows = _table("countries.csv")
    return MappingProxyType({row["code"]: row["zone"] for row in rows if row["zone"]})
