"""CSV that a spreadsheet opens as text: one encoding, one separator, no cell that is a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# Tells spreadsheets that the file is UTF-8.
MARK: Final = "\ufeff"


class _Line:
    """A file that hands back what is written to it, one line at a time."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file, ready to be streamed."""
    writer = csv.writer(_Line())
    yield MARK + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([written(value) for value in row])


def written(value: object) -> str:
    """Return a value as text; what a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
