"""Files of people, as HR systems write them."""

import csv
import io
from collections.abc import Iterable, Sequence

HEADER = (
    "Employee id",
    "Email",
    "First name",
    "Last name",
    "Job title",
    "Job level",
    "Department",
    "Country",
    "Manager email",
)
PRIYA = (
    "1001",
    "priya@example.com",
    "Priya",
    "Nair",
    "Analyst",
    "2",
    "Product",
    "DE",
    "tom@example.com",
)
TOM = ("1002", "tom@example.com", "Tom", "Hughes", "VP Operations", "6", "Operations", "GB", "")


def csv_file(
    rows: Iterable[Sequence[str]] = (PRIYA, TOM),
    header: Sequence[str] = HEADER,
    separator: str = ",",
) -> bytes:
    """Return a file as UTF-8 without a mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([header, *rows])
    return text.getvalue().encode()


def person(line: int, **fields: str) -> tuple[str, ...]:
    """Return a row of `HEADER` for somebody with a number, with some cells replaced."""
    cells = {
        "Employee id": f"{2000 + line}",
        "Email": f"person{line}@example.com",
        "First name": f"First{line}",
        "Last name": f"Last{line}",
        "Job title": "Engineer",
        "Job level": "3",
        "Department": "Data",
        "Country": "DE",
        "Manager email": "",
    }
    named = {name.replace("_", " ").capitalize(): value for name, value in fields.items()}
    return tuple((cells | named)[name] for name in HEADER)
