"""What differs between two texts, word by word; by character in scripts without spaces."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile
from typing import Final

LENGTH_AT_MOST: Final = 50_000
# What is left to compare beyond this is shown whole, before and after: comparing takes time that
# grows with the square, and nobody reads a thousand scattered words.
_COMPARED_AT_MOST: Final = 2_000
_UNSPACED: Final = ("CJK ", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "HANGUL J")


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one of two texts, or of both."""

    change: Change
    text: str


class TooLong(ValueError):
    """A text is longer than two people could have written for each other to read."""


def differences(before: str, after: str) -> tuple[Segment, ...]:
    """Return the pieces of both texts in reading order, what was removed before what was added.

    Kept and removed pieces give `before`, kept and added ones `after`, to the character. Raises
    `TooLong` beyond 50,000 characters; the time for anything shorter is bounded.
    """
    if max(len(before), len(after)) > LENGTH_AT_MOST:
        message = f"Texts of more than {LENGTH_AT_MOST} characters are not compared."
        raise TooLong(message)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = (
        piece
        for is_kept, gone, come in _compared(old, new)
        for piece in (
            [Segment(Change.KEPT, gone)] if is_kept else _by_word(_words(gone), _words(come))
        )
    )
    return tuple(_joined(piece for piece in pieces if piece.text))


def differs(segments: Sequence[Segment]) -> bool:
    """Say whether anything was added or removed."""
    return any(segment.change != Change.KEPT for segment in segments)


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Yield what both hold, and what stands in place of what."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield True, "".join(old[:start]), ""
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end])
    yield True, "".join(old[len(old) - end :]), ""


def _middle(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    if len(old) + len(new) > _COMPARED_AT_MOST:
        yield False, "".join(old), "".join(new)
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        yield tag == "equal", "".join(old[i:j]), "".join(new[k:m])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = zip(old, new, strict=False)
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _by_word(old: list[str], new: list[str]) -> Iterator[Segment]:
    gone = come = ""
    for is_kept, was, became in _compared(old, new):
        # A lone space or comma between two changes would only cut them into confetti.
        if is_kept and (gone or come) and not any(character.isalnum() for character in was):
            gone, come = gone + was, come + was
        elif is_kept:
            yield from (Segment(Change.REMOVED, gone), Segment(Change.ADDED, come))
            gone = come = ""
            yield Segment(Change.KEPT, was)
        else:
            gone, come = gone + was, come + became
    end = _common(gone[::-1], come[::-1]) if _ends_alike(gone, come) else 0
    yield Segment(Change.REMOVED, gone[: len(gone) - end])
    yield Segment(Change.ADDED, come[: len(come) - end])
    yield Segment(Change.KEPT, gone[len(gone) - end :])


def _ends_alike(gone: str, come: str) -> bool:
    """Say whether what was folded into the last change is no change itself."""
    return bool(gone and come) and gone[-1] == come[-1] and not gone[-1].isalnum()


def _joined(pieces: Iterator[Segment]) -> Iterator[Segment]:
    last: Segment | None = None
    for piece in pieces:
        if last is not None and last.change == piece.change:
            last = Segment(last.change, last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _words(text: str) -> list[str]:
    """Cut a text into words, spaces, marks, and single letters of scripts without spaces."""
    words: list[list[str]] = []
    last = ""
    for character in text:
        kind = _kind(character)
        if words and (kind == "joined" or (kind == last and kind in {"word", "space"})):
            words[-1].append(character)
        else:
            words.append([character])
            last = kind
    return ["".join(word) for word in words]


def _kind(character: str) -> str:
    if character.isspace():
        return "space"
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return "joined"
    if category[0] == "P":
        return "mark"
    if category == "Lo" and unicodedata.name(character, "").startswith(_UNSPACED):
        return "letter"
    return "word"
