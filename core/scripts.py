"""Which typeface sets which letter, for texts in any script; what no typeface has is marked.

Nothing is left out in silence: a letter that is missing is shown as a box, and whoever draws can
list what stood there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

from core.paper import FACES, FONTS, TEXT, letters_of

# Their letters change with their neighbors, so they are set by a shaper.
SHAPED: Final = frozenset({"arabic", "hebrew", "devanagari"})
_PACKED: Final = frozenset({"kr", "jp", "sc"})
CHINESE_FIRST: Final = ("box", "arabic", "hebrew", "devanagari", "kr", "sc", "jp")
JAPANESE_FIRST: Final = ("box", "arabic", "hebrew", "devanagari", "kr", "jp", "sc")
BOX: Final = "□"
_LATIN_ONE: Final = 0xFF
_KANA: Final = range(0x3040, 0x3100)
_SELECTORS: Final = range(0xFE00, 0xFE10)
_IDEOGRAPH: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_TOKENS: Final = re.compile(rf"[{_IDEOGRAPH}] *|[^ {_IDEOGRAPH}]+ *| +")
_STAYS_WITH: Final = frozenset({"Mn", "Mc", "Me", "Cf"})
_STAYS: Final = _STAYS_WITH | {"Zs"}
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Line:
    """A text as it can be set: letters that our own faces lack by their script; what none has."""

    text: str
    foreign: Mapping[str, str]
    missing: tuple[str, ...]
    is_right_to_left: bool

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts whose typefaces it needs, for letters that stand by themselves."""
        return tuple(dict.fromkeys(s for s in self.foreign.values() if s not in SHAPED))


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that are set in one go. Without a script: in our own faces, from left to right."""

    text: str
    script: str = ""
    is_right_to_left: bool = False


def face_of(script: str, style: str) -> Path:
    """Return the file of a script's typeface in a style."""
    weight = 700 if script in SHAPED and style != TEXT else 400
    kind = "woff" if script in _PACKED else "ttf"
    return FONTS / f"noto-sans-{script}-{weight}.{kind}"


def line_of(text: str, style: str, language: str = "") -> Line:
    """Return a text on one line as this style can set it, whatever letters it has."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    own = frozenset[int]().union(*map(letters_of, FACES[style]))
    foreign = [letter for letter in dict.fromkeys(line) if ord(letter) not in own]
    scripts = _scripts_of(foreign, _order(line, language))
    lacking = [letter for letter in foreign if not scripts[letter]]
    missing = tuple(letter for letter in lacking if not _is_unseen(letter))
    shown = {letter: BOX if letter in missing else "" for letter in lacking}
    found = {letter: script for letter, script in scripts.items() if script}
    found |= {BOX: "box"} if missing else {}
    set_text = "".join(shown.get(letter, letter) for letter in line)
    return Line(set_text, found, missing, _starts_from_the_right(set_text))


def _scripts_of(foreign: Iterable[str], order: tuple[str, ...]) -> dict[str, str]:
    """Return whose typeface has each letter; what is unseen is kept for a shaper alone."""
    scripts = {letter: _script(letter, order) for letter in foreign}
    if any(script in SHAPED for letter, script in scripts.items() if not _is_unseen(letter)):
        return scripts
    return {letter: "" if _is_unseen(letter) else script for letter, script in scripts.items()}


def _starts_from_the_right(text: str) -> bool:
    """Whether the first letter of a text says that it is read from the right."""
    directions = map(unicodedata.bidirectional, text)
    strong = (each for each in directions if each in {"L", *_RIGHT_TO_LEFT})
    return next(strong, "L") in _RIGHT_TO_LEFT


def pieces_of(row: str, line: Line) -> list[Piece]:
    """Return what stands on a row from left to right, as it is seen."""
    pieces: list[Piece] = []
    for level, run in _runs(row, is_right_to_left=line.is_right_to_left):
        parts = _by_script(run, line)
        for script, text in reversed(parts) if level % 2 else parts:
            is_mirrored = bool(level % 2) and not script
            shown = text[::-1].translate(_MIRRORED) if is_mirrored else text
            pieces.append(Piece(shown, script, is_right_to_left=bool(level % 2)))
    return pieces


def _runs(row: str, *, is_right_to_left: bool) -> list[tuple[int, str]]:
    """Return the runs of one direction by level, in the order of the eye (UAX 9, rule L2)."""
    if not is_right_to_left and not any(_goes_left(letter) for letter in row):
        return [(0, row)]
    base = TextDirection.RTL if is_right_to_left else TextDirection.LTR
    paragraph = BidiParagraph(text=row, base_direction=base, preserve_bn_chars=True)
    letters = paragraph.get_characters_with_embedding_level()
    grouped = groupby(letters, key=lambda letter: letter.embedding_level)
    runs = [(level, "".join(each.character for each in run)) for level, run in grouped]
    for level in range(max((level for level, _ in runs), default=0), 0, -1):
        runs = _turned(runs, level)
    return runs


def _turned(runs: list[tuple[int, str]], lowest: int) -> list[tuple[int, str]]:
    """Turn round every sequence of runs from this level up."""
    turned: list[tuple[int, str]] = []
    for is_high, sequence in groupby(runs, key=lambda run: run[0] >= lowest):
        found = list(sequence)
        turned += found[::-1] if is_high else found
    return turned


def _by_script(run: str, line: Line) -> list[tuple[str, str]]:
    """Return a run in parts for the shaper, by script, and parts that need none."""
    parts: list[tuple[str, str]] = []
    for letter in run:
        script = line.foreign.get(letter, "")
        script = script if script in SHAPED else ""
        last = parts[-1] if parts else ("", "")
        # Joiners and marks belong to the letter that they follow.
        if last[1] and (script == last[0] or unicodedata.category(letter) in _STAYS_WITH):
            parts[-1] = (last[0], last[1] + letter)
        else:
            parts.append((script, letter))
    return parts


def _goes_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL", "AN"}


def wrapped(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Yield the lines of a text: broken at spaces and between ideographs, else where it must be."""
    row, space = "", measure(" ")
    filled = 0.0
    for token in _TOKENS.findall(text):
        long = measure(token.rstrip())
        if row and filled + long > width:
            yield row.rstrip()
            row, filled = "", 0.0
        if long > width:
            *rows, token = _pieces(token, width, measure)  # noqa: PLW2901 -- its rest goes on
            yield from rows
            long = measure(token.rstrip())
        row, filled = row + token, filled + long + space * (len(token) - len(token.rstrip()))
    yield row.rstrip()


def _pieces(token: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Cut a word that is longer than a line, where no mark is torn from its letter."""
    rows = [""]
    for letter in token:
        stays = unicodedata.category(letter) in _STAYS or not rows[-1]
        if not stays and measure((rows[-1] + letter).rstrip()) > width:
            rows.append("")
        rows[-1] += letter
    return rows


def named(letters: Iterable[str]) -> str:
    """Return letters by their code points, such as "U+1F642, U+0E01"."""
    return ", ".join(f"U+{ord(letter):04X}" for letter in letters)


def _order(line: str, language: str) -> tuple[str, ...]:
    """Chinese and Japanese share letters of different shapes: kana tell them apart."""
    is_japanese = language.startswith("ja") or any(ord(letter) in _KANA for letter in line)
    return JAPANESE_FIRST if is_japanese else CHINESE_FIRST


def _script(letter: str, order: tuple[str, ...]) -> str:
    return next((script for script in order if ord(letter) in _letters(script)), "")


def _is_unseen(letter: str) -> bool:
    """Joiners and selectors say how their neighbors look and have no shape themselves."""
    return unicodedata.category(letter) == "Cf" or ord(letter) in _SELECTORS


@cache
def _letters(script: str) -> frozenset[int]:
    with TTFont(face_of(script, TEXT), lazy=True) as font:
        # The fonts bring spaces and digits along, which belong to our own faces.
        return frozenset(letter for letter in font.getBestCmap() if letter > _LATIN_ONE)
