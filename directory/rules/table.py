"""Text to rows: finds the separator by the header, keeps line numbers, survives broken rows."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from accounts.rules.people import tidy_line
from directory.rules.problems import Code, Problem, Unreadable

MAX_ROWS = 100_000
SEPARATORS = ",;\t|"
_LONGEST_HEADER = 64 * 1024

# How many names of a header mean something to us.
CountKnown = Callable[[tuple[str, ...]], int]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header, the rows that have as many cells, and what is wrong with the others."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(text: str, count_known: CountKnown) -> Table:
    """Split text into rows; the separator is the one that makes most of the header known.

    Raises `Unreadable` when no header is found or when there are more than `MAX_ROWS` rows.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    separator, skipped = _dialect(unified, count_known)
    records = (row for row in _records(unified, separator) if row.line > skipped)
    header = next((record for record in records if _says_something(record)), None)
    if not isinstance(header, Row):
        raise Unreadable(Code.NO_HEADER)
    body = _up_to_the_limit(records)
    _mark_open_quote(body, unified)
    checked = [_checked(record, len(header.cells)) for record in body if _says_something(record)]
    return Table(
        header=tuple(tidy_line(name) for name in header.cells),
        rows=tuple(one for one in checked if isinstance(one, Row)),
        problems=tuple(one for one in checked if isinstance(one, Problem)),
    )


def _says_something(record: Row | Problem) -> bool:
    return isinstance(record, Problem) or any(record.cells)


def _up_to_the_limit(records: Iterator[Row | Problem]) -> list[Row | Problem]:
    found: list[Row | Problem] = []
    for record in records:
        found.append(record)
        if len(found) > MAX_ROWS:
            raise Unreadable(Code.TOO_MANY_ROWS, limit=str(MAX_ROWS))
    return found


def _dialect(text: str, count_known: CountKnown) -> tuple[str, int]:
    """Return the separator, and how many lines stand before the header ("sep=;" of Excel)."""
    first = text[:_LONGEST_HEADER].partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], 1
    return max(SEPARATORS, key=lambda mark: _fit(text, mark, count_known)), 0


def _fit(text: str, mark: str, count_known: CountKnown) -> tuple[int, int]:
    for record in _records(text[:_LONGEST_HEADER], mark):
        if isinstance(record, Row) and any(record.cells):
            return count_known(record.cells), len(record.cells)
    return 0, 0


def _records(text: str, separator: str) -> Iterator[Row | Problem]:
    """Yield records; one that cannot be read is a problem, and reading goes on behind it."""
    reader = csv.reader(_lines(text), delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Problem(line, Code.UNREADABLE_ROW)
        else:
            yield Row(line, tuple(cell.strip() for cell in cells))


def _lines(text: str) -> Iterator[str]:
    r"""Yield lines at \n alone: the other line ends that Unicode knows belong into cells."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _mark_open_quote(body: list[Row | Problem], text: str) -> None:
    """A quote that is never closed swallows the rest of the file into the last cell."""
    last = body[-1] if body else None
    if isinstance(last, Row) and "\n" in "".join(last.cells[-1:]) and text.count('"') % 2:
        body[-1] = Problem(last.line, Code.OPEN_QUOTE)


def _checked(record: Row | Problem, width: int) -> Row | Problem:
    """Return a row of the header's width; further empty cells are cut off."""
    if isinstance(record, Problem):
        return record
    if len(record.cells) < width or any(record.cells[width:]):
        facts = {"found": str(len(record.cells)), "expected": str(width)}
        return Problem(record.line, Code.WRONG_WIDTH, facts)
    return Row(record.line, record.cells[:width])
