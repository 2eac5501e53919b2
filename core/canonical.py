"""Canonical JSON: one value has exactly one sequence of bytes, which can be hashed and signed.

Keys sorted by code point, no spaces, UTF-8 without escapes that are not needed, text in NFC, whole
numbers up to 2**53 - 1. What could be written in more than one way, or could come to mean something
else later, is refused: floats, unassigned code points (a later Unicode may normalize them), control
characters, line separators and marks that reorder what is read.
"""

import json
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Final, NoReturn

JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]

LARGEST: Final = 2**53 - 1
# Embeddings, overrides and isolates: with them a text can read otherwise than it is stored.
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cn", "Cs", "Zl", "Zp"})


class NotCanonical(ValueError):
    """The value or the bytes cannot be canonical JSON."""


class RefusedCharacter(NotCanonical):
    """A text holds a character that cannot be kept safely; `character` says which."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X} cannot be part of a signed text.")
        self.character = character


def refused_character(text: str) -> str | None:
    """Return the first character that a canonical text must not hold, or None."""
    return next(
        (
            character
            for character in text
            if unicodedata.category(character) in _REFUSED_CATEGORIES or character in _REORDERING
        ),
        None,
    )


def canonical_text(text: str) -> str:
    """Return the text in NFC; raises `RefusedCharacter`."""
    refused = refused_character(text)
    if refused is not None:
        raise RefusedCharacter(refused)
    return unicodedata.normalize("NFC", text)


def canonical_bytes(value: object) -> bytes:
    """Return the one way to write a value; raises `NotCanonical`."""
    return json.dumps(
        _canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def canonical_sha256(value: object) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return sha256(canonical_bytes(value)).hexdigest()


def _canonical(value: object) -> JsonValue:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole_number(value)
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    message = f"Canonical JSON holds no {type(value).__name__}."
    raise NotCanonical(message)


def _whole_number(value: int) -> int:
    if abs(value) > LARGEST:
        message = "A number is too large: not every reader of JSON would read it the same."
        raise NotCanonical(message)
    return int(value)


def _object(value: Mapping[object, object]) -> dict[str, JsonValue]:
    if not all(isinstance(key, str) for key in value):
        message = "The keys of canonical JSON are texts."
        raise NotCanonical(message)
    written = {canonical_text(str(key)): _canonical(item) for key, item in value.items()}
    if len(written) != len(value):
        message = "Two keys are the same text in two spellings."
        raise NotCanonical(message)
    return written


def read_canonical(data: bytes) -> JsonValue:
    """Return the value that stored bytes hold; raises `NotCanonical` for what no writer here wrote.

    The bytes are the document: they are not written again to be compared, because a reader with
    older Unicode tables would find fault with a text that was right when it was signed.
    """
    try:
        value: JsonValue = json.loads(
            data.decode(),
            object_pairs_hook=_once,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        message = "These bytes are not JSON."
        raise NotCanonical(message) from error
    return value


def _once(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "A key stands twice."
        raise NotCanonical(message)
    return found


def _no_float(text: str) -> NoReturn:
    message = f"{text} is not a whole number."
    raise NotCanonical(message)
