"""Sheets of paper as PDF: our typefaces, the two discs, and which letters can be set at all.

The same content gives the same bytes: dates come from the caller, nothing from the clock.
"""

import logging
import math
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, Literal

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS: Final = Path(__file__).parent / "fonts"
HEADING, TEXT, STRONG = "heading", "text", "strong"
# What the first face of each lacks (Greek, Cyrillic, Vietnamese) stands in the second.
FACES: Final = {
    HEADING: ("bricolage-grotesque-650", "noto-sans-700"),
    TEXT: ("figtree-450", "noto-sans-400"),
    STRONG: ("figtree-650", "noto-sans-700"),
}
REST: Final = "-rest"

Color = tuple[int, int, int]
Side = Literal["landscape", "portrait"]
PAPER: Final[Color] = (244, 246, 243)
INK: Final[Color] = (20, 33, 30)
MUTED: Final[Color] = (78, 92, 88)
RULE: Final[Color] = (208, 216, 211)
MENTOR: Final[Color] = (184, 65, 15)
MENTEE: Final[Color] = (70, 73, 184)
CITRON: Final[Color] = (223, 240, 106)
WHITE: Final[Color] = (255, 255, 255)
STEPS: Final = 96
# It tells about every table that it leaves out of a font.
logging.getLogger("fontTools").setLevel(logging.WARNING)


class LettersMissing(ValueError):
    """A text has letters of a script that our typefaces do not hold."""


@cache
def letters_of(face: str) -> frozenset[int]:
    """Return the code points that a typeface holds."""
    with TTFont(FONTS / f"{face}.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def settable(text: str, style: str = HEADING) -> str:
    """Return the text as it can be set on one line: symbols we lack are left out.

    Raises `LettersMissing` when what lacks is a letter: a name is set as it is written, or not.
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    known = frozenset[int]().union(*map(letters_of, FACES[style]))
    missing = {character for character in line if ord(character) not in known}
    if any(unicodedata.category(character)[0] in "LMN" for character in missing):
        raise LettersMissing(line)
    return " ".join("".join(c for c in line if c not in missing).split())


class Surface(FPDF):
    """Something to draw on in our typefaces, in millimeters; the library's margins are none."""

    def __init__(self, title: str, language: str, made_at: datetime, orientation: Side) -> None:
        super().__init__(orientation=orientation, unit="mm", format="A4")
        for style, (first, rest) in FACES.items():
            self.add_font(style, fname=FONTS / f"{first}.ttf")
            self.add_font(f"{style}{REST}", fname=FONTS / f"{rest}.ttf")
        self.set_creation_date(made_at.astimezone(UTC))
        self.set_title(title)
        self.set_lang(language)
        self.set_producer("Viceversa")
        self.set_margin(0)
        self.c_margin = 0
        self.set_auto_page_break(auto=False)

    def done(self) -> bytes:
        """Return the file."""
        return bytes(self.output())

    def close_fonts(self) -> None:
        """Close the files of the typefaces, which the library leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def words(self, style: str, size: float, color: Color = INK) -> None:
        """Choose how the next words look."""
        self.set_font(style, size=size)
        self.set_fallback_fonts([f"{style}{REST}"])
        self.set_text_color(*color)

    def discs(self, x: float, y: float, radius: float) -> None:
        """Draw the two overlapping discs around a point: mentor, mentee, what both share."""
        apart = radius * 0.62
        for center, color in ((x - apart, MENTOR), (x + apart, MENTEE)):
            self.set_fill_color(*color)
            self.circle(center, y, radius, style="F")
        self.set_fill_color(*CITRON)
        self.polygon(list(_lens(x, y, radius, apart)), style="F")


class Sheet(Surface):
    """One A4 page in landscape, on our own paper; made with `new_sheet`."""

    def __init__(self, title: str, language: str, made_at: datetime) -> None:
        super().__init__(title, language, made_at, "landscape")
        self.add_page()
        self.set_fill_color(*PAPER)
        self.rect(0, 0, self.w, self.h, style="F")

    def line_at(self, x: float, y: float, text: str) -> None:
        """Set one line with its middle at this height; raises `LettersMissing`."""
        self.set_xy(x, y - 5)
        self.cell(h=10, text=settable(text, self.font_family))

    def lines_at(self, x: float, y: float, width: float, text: str) -> float:
        """Set a paragraph from here on, return where it ends; raises `LettersMissing`."""
        self.set_xy(x, y)
        line = settable(text, self.font_family)
        self.multi_cell(width, h=self.font_size * 1.35, text=line, align="L")
        return float(self.get_y())

    def fit(self, style: str, largest: float, width: float, text: str) -> None:
        """Choose the largest size, up to a limit, in which a text fits on one line."""
        self.words(style, largest)
        natural = self.get_string_width(text)
        self.words(style, min(largest, largest * width / natural) if natural else largest)


def _lens(x: float, y: float, radius: float, apart: float) -> Iterable[tuple[float, float]]:
    """Return the outline of what two discs have in common."""
    half = math.acos(apart / radius)
    for side in (-1, 1):
        for step in range(STEPS + 1):
            angle = half - 2 * half * step / STEPS
            yield (
                x + side * (apart - radius * math.cos(angle)),
                y - side * radius * math.sin(angle),
            )


def attach(pdf: FPDF, name: str, content: bytes, at: datetime) -> None:
    """Put a file into a PDF byte by byte, not compressed, so that little is needed to read it."""
    pdf.embed_file(
        bytes=content,
        basename=name,
        mime_type="application/json",
        creation_date=at.astimezone(UTC),
        modification_date=at.astimezone(UTC),
        associated_file_relationship="Data",
    )


@contextmanager
def new_sheet(title: str, language: str, made_at: datetime) -> Iterator[Sheet]:
    """Give a sheet to draw on; the moment it says it was made at comes from the caller."""
    sheet = Sheet(title, language, made_at)
    try:
        yield sheet
    finally:
        sheet.close_fonts()
