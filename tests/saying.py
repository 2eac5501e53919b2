"""What a page says, and what of it is neither marked for translation nor somebody's own words."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

from accounts.models import User
from accounts.rules.places import languages
from tests.pseudo import CLOSE, OPEN

# What is not said in any language: the product's name, and what stands in a field as an example.
NAMES = re.compile(r"\b(Viceversa|Our company|UTC|CSV|HTML|Ctrl|JSON|PDF|ZIP|Excel|Markdown)\b")
SHOWN = {"alt", "aria-label", "data-label", "label", "placeholder", "title"}
# What a person or a document says is not ours to translate, nor are values as they are signed.
SILENT = {"script", "style", "svg", "code", "textarea"}
SILENT_CLASSES = {"prose", "fingerprint"}


class Reader(HTMLParser):
    """Collects what a page says: its text, and the attributes that are shown or read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent, self.depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self.silent:
            self.depth += tag == self.silent
        elif tag in SILENT or SILENT_CLASSES & set(given.get("class", "").split()):
            self.silent, self.depth = tag, 1
        self.said += [given[name] for name in SHOWN & set(given)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.said.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.silent
        self.silent = self.silent if self.depth else ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def said_in(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.said


def has_words(text: str) -> bool:
    """Whether letters are left: one alone is a sign, such as the × of a table."""
    return re.search(r"[^\W\d_]{2}", text) is not None


def outside_of_brackets(parts: list[str]) -> Iterator[str]:
    """Yield what stands outside: a marked sentence may run through several elements."""
    depth = 0
    for part in parts:
        left = ""
        for char in part:
            depth += char == OPEN
            left += "" if depth else char
            depth = max(0, depth - (char == CLOSE))
        yield left


class Known:
    """Words that are somebody's own, or a name in every language."""

    def __init__(self) -> None:
        words = set(_stored())
        for user in User.objects.all():
            first, *rest = user.display_name.split()
            words |= {first, user.email, *(f"{first} {each[0]}." for each in rest)}
        words |= {language.own_name for language in languages()}
        found = sorted(words, key=len, reverse=True)
        self.known = re.compile("|".join(map(re.escape, filter(has_words, found))))

    def unknown(self, text: str) -> str:
        """Return what of a text nobody wrote and nobody marked."""
        left = NAMES.sub("", SIGNS.sub("", self.known.sub("", ZONES.sub("", text))))
        return " ".join(left.split()) if has_words(left) else ""


ZONES = re.compile(r"\b[A-Z]\w+/[\w/ +-]+")
# Addresses, files, hashes and ids, codes, initials, the ends of ordinal numbers.
SIGNS = re.compile(
    r"https?://\S+|\S+@\S+|\w+\.csv\b|\b[0-9a-f]{8,}\b"
    r"|\b[A-Z]{4}-[A-Z]{4}\b|\b[A-Z]{2,3}\b|\b\d+(st|nd|rd|th)\b"
)


# A text is shown line by line, and with its placeholders filled in.
LINES = re.compile(r"\n|{{\w+}}")


def _stored() -> Iterator[str]:
    for model in apps.get_models():
        yield from _stored_in(model)


def _stored_in(model: type[Model]) -> Iterator[str]:
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and not field.choices
    ]
    manager = model._meta.default_manager
    assert manager is not None
    for row in manager.values_list(*names):
        for value in row:
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # A code is no text: "goals_reached" on a page would be one that somebody forgot.
        yield from () if re.fullmatch(r"[a-z_.:-]*", value) else (value, *LINES.split(value))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))


# Everybody who finds another page under the same address.
