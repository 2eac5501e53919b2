"""Bytes to people: the whole way from a file to rows that say something."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.rules.columns import Columns, count_known, field_of, recognize
from directory.rules.decoding import decode
from directory.rules.problems import Problem
from directory.rules.rows import PersonRow, read_row
from directory.rules.table import Row, Table, read_table

# A second header (SAP SuccessFactors writes one with labels) repeats the names of the first.
_REPEATED_NAMES = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says. `cells` holds, by line, the columns that are read and no other."""

    columns: Columns
    people: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]
    cells: Mapping[int, tuple[str, ...]]

    @property
    def total(self) -> int:
        """How many rows the file has, the header left out."""
        return len(self.people) + len(self.problems)


def read_sheet(data: bytes) -> Sheet:
    """Return what a file says; raises `Unreadable` when it is no list of people at all."""
    return read_rows(read_table(decode(data), count_known))


def read_rows(table: Table) -> Sheet:
    """Return what the rows of a table say."""
    columns = recognize(table.header)
    places = sorted(columns.places.values())
    rows = table.rows[1:] if table.rows and _repeats(table.rows[0], columns) else table.rows
    read = [read_row(row, columns) for row in rows]
    wrong = [one for one in read if isinstance(one, Problem)]
    return Sheet(
        columns=columns,
        people=tuple(one for one in read if isinstance(one, PersonRow)),
        problems=tuple(sorted([*table.problems, *wrong], key=lambda problem: problem.line)),
        cells={row.line: tuple(row.cells[place] for place in places) for row in rows},
    )


def _repeats(row: Row, columns: Columns) -> bool:
    names = [field for field, place in columns.places.items() if field_of(row.cells[place])]
    return len(names) >= _REPEATED_NAMES and len(names) >= len(columns.places) / 2
