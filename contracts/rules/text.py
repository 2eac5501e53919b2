"""What a pair may write: when a text is blank, how it is tidied, how many words it has."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from core.canonical import canonical_text, refused_character

# Letters and symbols without a shape: Hangul fillers, the empty Braille cell, a null note head.
_SHAPELESS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159\ufffc")
UNKNOWN: Final = "\ufffd"
_SHAPES: Final = frozenset("LNS")


def is_blank(text: str) -> bool:
    """Say whether nothing can be read: no letter, number or symbol that has a shape."""
    return not any(_has_shape(character) for character in text)


def _has_shape(character: str) -> bool:
    return unicodedata.category(character)[0] in _SHAPES and character not in _SHAPELESS


def tidy_line(text: str) -> str:
    """Return the text on one line, in NFC, with single spaces; a blank text is empty.

    Raises `core.canonical.RefusedCharacter` for what a signed text cannot hold.
    """
    line = " ".join(text.split())
    return "" if is_blank(line) else canonical_text(line)


def tidy_lines(text: str) -> str:
    """Return a text of several lines, each tidied, without empty lines at its ends."""
    return "\n".join(tidy_line(line) for line in text.splitlines()).strip("\n")


def safe_name(name: str) -> str:
    """Return a name as a signed text can hold it; a character that it cannot becomes a mark."""
    line = " ".join(name.split())
    return canonical_text("".join(UNKNOWN if refused_character(c) else c for c in line))


def count_words(texts: Iterable[str]) -> int:
    """Count words, told apart by spaces."""
    return sum(len(text.split()) for text in texts)
