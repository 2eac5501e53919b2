"""A row to what it says about a person: the fields that its columns give, or what is wrong.

A blank cell clears what HR keeps (title, level, department, location, country, manager) and says
nothing about what a person may set themselves; a column that is not there says nothing at all.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from directory.rules import values
from directory.rules.columns import Columns
from directory.rules.problems import Code, Problem
from directory.rules.table import Row
from directory.rules.values import Standing, Wrong

Value = str | int | tuple[str, ...] | None

# What HR keeps: the file is right, and a blank cell clears it.
_KEPT_BY_HR: Mapping[str, tuple[Callable[[str], Value], Value]] = MappingProxyType(
    {
        "job_title": (lambda text: values.read_line(text, 150), ""),
        "level": (values.read_level, None),
        "department": (lambda text: values.read_line(text, 120), ""),
        "location": (lambda text: values.read_line(text, 120), ""),
        "country": (values.read_country, ""),
    }
)
# What people set themselves: the file is right until they do, and a blank cell says nothing.
_THEIR_OWN: Mapping[str, Callable[[str], Value]] = MappingProxyType(
    {
        "time_zone": values.read_time_zone,
        "working_week": values.read_week,
        "languages": values.read_languages,
        "interface_language": lambda text: values.read_languages(text)[0],
    }
)


@dataclass(frozen=True, slots=True)
class ManagerRef:
    """How a row names a manager: by `id`, `email`, or `any` of them and names; blank is nobody."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one row says. `kept` and `own` hold only what the file speaks of."""

    line: int
    employee_id: str = ""
    email: str = ""
    kept: Mapping[str, Value] = field(default_factory=dict)
    own: Mapping[str, Value] = field(default_factory=dict)
    manager: ManagerRef | None = None
    standing: Standing | None = None

    @property
    def who(self) -> str:
        """How a report names the person."""
        return str(self.own.get("display_name") or self.email or self.employee_id)


def read_row(row: Row, columns: Columns) -> PersonRow | Problem:
    """Return what a row says, or the first thing that is wrong with it."""
    cells = {name: row.cells[place] for name, place in columns.places.items()}
    name = next((name for name, text in cells.items() if _has_control(text)), None)
    if name is not None:
        return Problem(row.line, Code.CONTROL_CHARACTER, {"column": columns.used()[name]})
    try:
        return PersonRow(
            line=row.line,
            employee_id=values.read_line(cells.get("employee_id", ""), 64),
            email=values.read_email(cells["email"]) if cells.get("email") else "",
            kept=_kept(cells),
            own=_names(cells) | _own(cells),
            manager=_manager(cells),
            standing=_standing(cells),
        )
    except Wrong as wrong:
        return Problem(row.line, wrong.code, wrong.facts)


def _has_control(text: str) -> bool:
    return not text.isprintable() and any(
        unicodedata.category(char) == "Cc" and char not in "\t\n\r" for char in text
    )


def _kept(cells: Mapping[str, str]) -> dict[str, Value]:
    return {
        name: read(cells[name]) if cells[name] else blank
        for name, (read, blank) in _KEPT_BY_HR.items()
        if name in cells
    }


def _own(cells: Mapping[str, str]) -> dict[str, Value]:
    return {name: read(cells[name]) for name, read in _THEIR_OWN.items() if cells.get(name)}


def _names(cells: Mapping[str, str]) -> dict[str, Value]:
    """Put the display name together: the full name, else the first (preferred) and last one."""
    first = values.read_name(cells.get("first_name", ""), 80)
    preferred = values.read_name(cells.get("preferred_name", ""), 80)
    last = values.read_line(cells.get("last_name", ""), 120)
    full = values.read_name(cells.get("full_name", ""), 150)
    display = full or values.read_line(f"{preferred or first} {last}", 150)
    # "Preferred name" of some systems is the whole name, which is no given name.
    given = preferred.removesuffix(last).strip() or first
    named = {"display_name": display, "given_name": given}
    return {name: text for name, text in named.items() if text}


def _manager(cells: Mapping[str, str]) -> ManagerRef | None:
    """The first filled column counts, the surest first; None without any such column."""
    kinds = {"manager_id": "id", "manager_email": "email", "manager": "any"}
    given = {name: kind for name, kind in kinds.items() if name in cells}
    if not given:
        return None
    filled = next((name for name in given if cells[name]), None)
    if filled is None:
        return ManagerRef("any", "")
    return ManagerRef(given[filled], values.read_line(cells[filled], 254))


def _standing(cells: Mapping[str, str]) -> Standing | None:
    """Return what status and last day say; both blank say nothing."""
    status = values.read_standing(cells["status"]) if cells.get("status") else None
    left_on = values.read_day(cells["left_on"]) if cells.get("left_on") else None
    return None if status is None and left_on is None else Standing(status, left_on)
