"""One cell to one value. `Wrong` says which kind of trouble and repeats what was read."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.rules.people import ISO_WEEKDAYS, tidy_line
from accounts.rules.places import find_country, find_language, find_time_zone, folded
from directory.rules.problems import Code
from directory.rules.words import DAYS, HERE, LEFT

HIGHEST_LEVEL = 99
LONGEST_EMAIL = 254
_SHOWN = 60
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_LEVEL = re.compile(r"[^\d+-]*?[ .-]?(\d{1,3})(?:[.,]0+)?(?![\d.,])\D*")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
_BY_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?: .*)?")
_MONTHS_AT_MOST = 12


class Wrong(ValueError):
    """A cell that says nothing we understand."""

    def __init__(self, code: Code, value: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, str] = {"value": value[:_SHOWN], **facts}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a file says of somebody's employment; None where it says nothing.

    A status word counts more than a last day that is over: people come back.
    """

    is_here: bool | None = None
    left_on: date | None = None

    def is_here_on(self, today: date) -> bool:
        """Say whether they work here; a last day is still one."""
        if self.is_here is not None:
            return self.is_here
        return self.left_on is None or self.left_on >= today


def read_email(text: str) -> str:
    """Return a plain address in lower case; "mailto:" is cut off."""
    email = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("mailto:")
    local = email.partition("@")[0]
    is_dotted = local.startswith(".") or local.endswith(".") or ".." in local
    if len(email) > LONGEST_EMAIL or is_dotted or not _EMAIL.fullmatch(email):
        raise Wrong(Code.BAD_EMAIL, text)
    return email


def read_line(text: str, longest: int) -> str:
    """Return one tidy line; too long a cell is wrong, never cut."""
    line = tidy_line(text)
    if len(line) > longest:
        raise Wrong(Code.TOO_LONG, text, found=str(len(line)), limit=str(longest))
    return line


def read_name(text: str, longest: int) -> str:
    """Return a name; "Nair, Priya" is turned round."""
    line = read_line(text, longest)
    last, comma, first = (part.strip() for part in line.partition(","))
    is_turned = comma and first and last and "," not in first and not _is_suffix(first)
    return f"{first} {last}" if is_turned else line


def _is_suffix(text: str) -> bool:
    return folded(text) in {"jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "dr", "msc", "bsc"}


def read_level(text: str) -> int:
    """Return the number of "5", "L5", "Grade 07", "7 - Director"; two numbers are none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = None if plain.startswith(("-", "+")) else _LEVEL.fullmatch(plain)
    level = int(found[1]) if found else HIGHEST_LEVEL + 1
    if level > HIGHEST_LEVEL:
        raise Wrong(Code.BAD_LEVEL, text, limit=str(HIGHEST_LEVEL))
    return level


def read_country(text: str) -> str:
    """Return the two-letter code of a country."""
    code = find_country(text)
    if code is None:
        raise Wrong(Code.BAD_COUNTRY, text)
    return code


def read_time_zone(text: str) -> str:
    """Return the IANA name; "(UTC+01:00) Europe/Berlin" is read without what is in brackets."""
    zone = find_time_zone(text) or find_time_zone(re.sub(r"^\([^)]*\)\s*", "", text))
    if zone is None:
        raise Wrong(Code.BAD_TIME_ZONE, text)
    return zone


def read_languages(text: str) -> tuple[str, ...]:
    """Return codes in the order given: "English; Deutsch (C1)" → ("en", "de")."""
    words = [re.sub(r"\(.*?\)", "", word).strip() for word in re.split(r"[,;|/\n]", text)]
    return tuple(dict.fromkeys(_language(word) for word in words if word))


def _language(word: str) -> str:
    code = find_language(word)
    if code is None:
        raise Wrong(Code.BAD_LANGUAGE, word)
    return code


def read_week(text: str) -> str:
    """Return ISO digits for "Mon-Fri", "Sunday to Thursday", "Mo, Di, Do" or "12345"."""
    if text.strip() and not set(text.strip()) - set(ISO_WEEKDAYS):
        return "".join(sorted(set(text.strip())))
    days: set[int] = set()
    for part in re.split(r"[,;|/+&\n]", text):
        days |= _days(part, text)
    return "".join(str(day) for day in sorted(days))


def _days(part: str, whole: str) -> set[int]:
    """Return the days of "Mon-Fri", which may run over the end of the week, or of one name."""
    ends = [
        DAYS.get(folded(end))
        for end in re.split(r"\s*(?:-|–|—|\bto\b|\bbis\b|\bà\b|\ba\b)\s*", part)
    ]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) > len("ab"):
        raise Wrong(Code.BAD_WEEK, whole)
    length = (last - first) % 7
    return {(first + step - 1) % 7 + 1 for step in range(length + 1)}


def read_standing(text: str) -> bool:
    """Return whether a status word means that somebody is here; unknown words are wrong."""
    word = folded(text)
    if word not in HERE | LEFT:
        raise Wrong(Code.BAD_STATUS, text)
    return word in HERE


def read_day(text: str) -> date:
    """Return a day; "03/04/2026" can be read in two ways and is wrong, "25/04/2026" is not."""
    text = text.strip()
    iso = _ISO.fullmatch(text)
    parts = _BY_PARTS.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if parts:
            day, month = _day_and_month(int(parts[1]), int(parts[3]), is_dotted=parts[2] == ".")
            return date(int(parts[4]), month, day)
    except ValueError:
        pass
    raise Wrong(Code.BAD_DATE, text)


def _day_and_month(first: int, second: int, *, is_dotted: bool) -> tuple[int, int]:
    """Dots are written day first everywhere; else a part above twelve tells which is the day."""
    if is_dotted or first > _MONTHS_AT_MOST or first == second:
        return first, second
    if second > _MONTHS_AT_MOST:
        return second, first
    message = "both may be the month"
    raise ValueError(message)
