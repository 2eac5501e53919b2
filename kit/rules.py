"""Which letters a program has, whom each is for, and how their placeholders are filled."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from core.prose import keep

TEXT_LENGTH: Final = 8_000
SUBJECT_LENGTH: Final = 78
# A mail says at most 75 words; heading and greeting of the layout need some.
INTRO_WORDS: Final = 55
INTRO_LENGTH: Final = 600
_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_MARKDOWN_SIGNS: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")


class LetterKind(StrEnum):
    """The letters of a kit."""

    SPONSOR_LETTER = "sponsor_letter"
    MENTEE_BRIEF = "mentee_brief"
    MENTOR_GUIDE = "mentor_guide"
    MANAGER_NOTE = "manager_note"


class Placeholder(StrEnum):
    """What a text may leave to the program; nothing else is ever filled in."""

    PROGRAM = "program"
    COMPANY = "company"
    SPONSOR = "sponsor"
    COORDINATOR = "coordinator"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


@lru_cache(maxsize=8)
def default_text(kind: LetterKind) -> str:
    """Return the text that a letter starts with."""
    text = resources.files("kit").joinpath(f"texts/{kind}.md").read_text("utf-8")
    return keep(text)


def unknown_placeholders(text: str) -> list[str]:
    """Return the names in double braces that no program can fill, in their order, each once."""
    known = set(Placeholder)
    return list(dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name not in known))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a plain text with its placeholders filled; unknown ones stay as they are."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def fill_markdown(text: str, values: Mapping[str, str]) -> str:
    """Return a Markdown text with its placeholders filled; signs in a value stay signs."""
    plain = {name: _MARKDOWN_SIGNS.sub(r"\\\1", value) for name, value in values.items()}
    return fill(text, plain)


def words_in(text: str) -> int:
    """Count the words of a text."""
    return len(text.split())
