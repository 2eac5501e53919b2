"""docs/importing-people.md speaks of every field and of the limits that hold."""

import re

import pytest

from directory.rules.columns import field_of
from directory.rules.decoding import MAX_BYTES
from directory.rules.names import NAMES
from directory.rules.table import MAX_ROWS
from directory.rules.values import HIGHEST_LEVEL
from directory.words import field_name
from tools.places import ROOT

TEXT = (ROOT / "docs" / "importing-people.md").read_text()
TABLE = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]*\|$", TEXT, re.MULTILINE)[2:]
SAME = {"manager_id": "manager", "manager_email": "manager", "name": "full_name"}


@pytest.mark.parametrize("field", sorted(set(NAMES) - {"first_name", "last_name"}))
def test_every_field_has_its_row(field: str) -> None:
    assert field_name(SAME.get(field, field)) in {name for name, _columns in TABLE}


@pytest.mark.parametrize(("field", "columns"), TABLE)
def test_every_column_that_is_named_is_understood(field: str, columns: str) -> None:
    for column in re.split(r", |; or | and ", columns):
        known = field_of(column)
        assert known, column
        assert field_name(SAME.get(known, known)) == field or known in {"first_name", "last_name"}


def test_the_limits_are_those_of_the_code() -> None:
    assert f"At most {MAX_BYTES // 1024 // 1024} MB and {MAX_ROWS:,} rows" in TEXT
    assert f"one number from 0 to {HIGHEST_LEVEL}" in TEXT
