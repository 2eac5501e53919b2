"""Pages in portrait that a text of any length and script flows over, to be read and printed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from core.paper import INK, MUTED, REST, RULE, TEXT, Color, Surface
from core.scripts import Line, Piece, face_of, line_of, pieces_of, wrapped

LEFT, RIGHT, TOP, BOTTOM = 20.0, 190.0, 16.0, 19.0
WIDTH: Final = RIGHT - LEFT
FOOT: Final = 284.0
SPACING: Final = 1.4
_MM_OF_POINT: Final = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Type:
    """How words look: a style of `core.paper`, a size in points, a color."""

    style: str = TEXT
    size: float = 10.5
    color: Color = INK


@dataclass(frozen=True, slots=True)
class Column:
    """Where a text stands from left to right, in millimeters."""

    x: float = LEFT
    width: float = WIDTH


WHOLE: Final = Column()
_FROM_THE_RIGHT: Final = frozenset({"ar", "fa", "he", "ur"})
_FOOT_TYPE: Final = Type(size=8, color=MUTED)


class Pages(Surface):
    """A4 pages, made with `flow`; `foot` says what stands at the foot of a page by its number."""

    def __init__(self, about: "About", foot: Callable[[int], str]) -> None:
        super().__init__(about.title, about.language, about.made_at, "portrait")
        self.language = about.language
        self._is_right_to_left = about.language.partition("-")[0] in _FROM_THE_RIGHT
        self.foot = foot
        self.missing: dict[str, None] = {}
        # A text that happens to hold the library's mark for the number of pages stays as it is.
        self.alias_nb_pages("")
        self.set_auto_page_break(auto=True, margin=BOTTOM)
        self.set_top_margin(TOP)
        self.add_page()
        self.set_y(TOP)

    def footer(self) -> None:
        """Draw the foot of a page; the library calls it."""
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(LEFT, FOOT - 4, RIGHT, FOOT - 4)
        self.set_y(FOOT - 2.5)
        self._set(self._line(self.foot(self.page_no()), _FOOT_TYPE), _FOOT_TYPE, WHOLE)

    def say(self, text: str, look: Type, column: Column = WHOLE) -> None:
        """Set a sentence of ours from here on; what no typeface has becomes a box, remembered."""
        line = replace(self._line(text, look), is_right_to_left=self._is_right_to_left)
        self._set(line, look, column)

    def quote(self, text: str, look: Type, column: Column = WHOLE) -> None:
        """Set what a person wrote: from the side on which its own letters begin."""
        self._set(self._line(text, look), look, column)

    def height_of(self, text: str, look: Type, column: Column = WHOLE) -> float:
        """Return how high a paragraph would be, in millimeters."""
        line = line_of(text, look.style, self.language)
        return self._set(line, look, column, is_drawn=False)

    def skip(self, height: float) -> None:
        """Leave room, but none at the head of a page."""
        if self.get_y() > TOP:
            self.set_y(self.get_y() + height)

    def keep_together(self, height: float) -> None:
        """Go on to the next page if this one has less room left."""
        if self.get_y() + height > self.h - BOTTOM:
            self.add_page()
            self.set_y(TOP)

    def _line(self, text: str, look: Type) -> Line:
        line = line_of(text, look.style, self.language)
        self.missing.update(dict.fromkeys(line.missing))
        return line

    def _set(self, line: Line, look: Type, column: Column, *, is_drawn: bool = True) -> float:
        """Break a text into lines and set each by itself; returns the height of all.

        The library's own wrapping sets lines of mixed direction wrong.
        """
        height = look.size * _MM_OF_POINT * SPACING
        rows = list(wrapped(line.text, column.width, lambda text: self._width(text, line, look)))
        for row in rows if is_drawn else ():
            if self.will_page_break(height):
                self.add_page()
                self.set_y(TOP)
            self._set_row(row, line, look, column)
            self.set_y(self.get_y() + height)
        return height * len(rows)

    def _set_row(self, row: str, line: Line, look: Type, column: Column) -> None:
        x, y = column.x, self.get_y()
        if line.is_right_to_left:
            x += column.width - self._width(row, line, look)
        for piece in pieces_of(row, line):
            self._choose(piece, line, look)
            width = self.get_string_width(piece.text)
            self.set_xy(x, y)
            self.cell(width, look.size * _MM_OF_POINT * SPACING, piece.text)
            x += width
        self.set_text_shaping(use_shaping_engine=False)
        self.set_y(y)

    def _width(self, text: str, line: Line, look: Type) -> float:
        width = 0.0
        for piece in pieces_of(text, line):
            self._choose(piece, line, look)
            width += self.get_string_width(piece.text)
        return width

    def _choose(self, piece: Piece, line: Line, look: Type) -> None:
        """Choose typeface and shaper for what comes next."""
        # Letters of another face come in brackets that put the size before them back: say it anew.
        self.current_font_is_set_on_page = False
        self.words(look.style, look.size, look.color)
        if piece.script:
            self.set_font(self._family(piece.script, look.style), size=look.size)
            direction = "rtl" if piece.is_right_to_left else "ltr"
            self.set_text_shaping(use_shaping_engine=True, direction=direction)
        else:
            families = [self._family(script, look.style) for script in line.scripts]
            self.set_fallback_fonts([f"{look.style}{REST}", *families])
            self.set_text_shaping(use_shaping_engine=False)

    def _family(self, script: str, style: str) -> str:
        """Bring the typeface of a script into the file when a text needs it."""
        family = f"{style}-{script}"
        if family not in self.fonts:
            self.add_font(family, fname=face_of(script, style))
        return family


@dataclass(frozen=True, slots=True)
class About:
    """What a file says about itself."""

    title: str
    language: str
    made_at: datetime


@contextmanager
def flow(about: About, foot: Callable[[int], str]) -> Iterator[Pages]:
    """Give pages to write on."""
    pages = Pages(about, foot)
    try:
        yield pages
    finally:
        pages.close_fonts()
