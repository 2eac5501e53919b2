"""Which triggers guard a frozen table, and when each refuses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from core.frozen.declared import Frozen


class Act(StrEnum):
    """What a trigger looks at."""

    UPDATE = "UPDATE"
    DELETE = "DELETE"
    INSERT = "INSERT"
    TRUNCATE = "TRUNCATE"


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that are unique among the rows that fulfil `where` (SQL, empty for all)."""

    columns: tuple[str, ...]
    where: str = ""


@dataclass(slots=True)
class Table:
    """What the database has of a table; `keys` only where a statement could replace rows."""

    columns: set[str] = field(default_factory=set)
    keys: list[Key] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuses an act on a table when a condition holds."""

    name: str
    table: str
    act: Act
    when: str


def triggers_of(frozen: Frozen, table: Table, differs: str) -> Iterator[Trigger]:
    """Yield the triggers on an existing table; `differs` is the engine's "is not", NULL included.

    Truncating is left to the engine that can.
    """
    name, once = frozen.table, frozen.once if frozen.once in table.columns else ""
    stands = f"OLD.{once} IS NOT NULL" if once else "1 = 1"
    yield Trigger(f"{name}_frozen", name, Act.UPDATE, _changed(frozen, table, stands, differs))
    yield Trigger(f"{name}_kept", name, Act.DELETE, stands)
    if frozen.follows:
        yield Trigger(f"{name}_follows", name, Act.INSERT, f"({frozen.follows}) IS NOT TRUE")
    if table.keys:
        stood = f"{once} IS NOT NULL" if once else "1 = 1"
        yield Trigger(f"{name}_unreplaced", name, Act.INSERT, _taken(table, name, stood))
    if table.keys and once:
        # A draft may change, and could be given the key of a frozen row to push it out.
        other = f"{once} IS NOT NULL AND rowid <> OLD.rowid"
        yield Trigger(f"{name}_unpushed", name, Act.UPDATE, _taken(table, name, other))


def _changed(frozen: Frozen, table: Table, stands: str, differs: str) -> str:
    columns = [column for column in frozen.columns if column in table.columns]
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
    refused = f"{stands} AND ({changed})" if changed else stands
    return f"({refused}) AND ({frozen.unless}) IS NOT TRUE" if frozen.unless else refused


def _taken(table: Table, name: str, stands: str) -> str:
    """Whether one of the rows that stand has a key of the new one."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {name} WHERE {stands} AND {_same(key)})"  # noqa: S608 -- names of the schema, no input
        for key in table.keys
    )


def _same(key: Key) -> str:
    same = [f"{column} = NEW.{column}" for column in key.columns]
    return " AND ".join([*same, *([key.where, _of_new(key.where)] if key.where else [])])


def _of_new(where: str) -> str:
    return re.sub(r'"(\w+)"', r'NEW."\1"', where)
