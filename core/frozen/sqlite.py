"""SQLite: `REPLACE INTO` gets round the other triggers, so inserts are looked at too."""

import re
from collections.abc import Mapping
from typing import Final

from django.db.backends.utils import CursorWrapper

from core.frozen.conditions import Key, Table, Trigger

DIFFERS: Final = "IS NOT"
_COLUMNS: Final = """
    SELECT t.name, c.name, c.pk FROM sqlite_master AS t
    JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'
"""
_UNIQUE: Final = """
    SELECT t.name, i.name, group_concat(c.name), max(s.sql) FROM sqlite_master AS t
    JOIN pragma_index_list(t.name) AS i JOIN pragma_index_info(i.name) AS c
    LEFT JOIN sqlite_master AS s ON s.type = 'index' AND s.name = i.name
    WHERE t.type = 'table' AND i."unique" = 1
    GROUP BY t.name, i.name HAVING count(*) = count(c.name) ORDER BY t.name, i.name
"""
_WHERE: Final = re.compile(r"\sWHERE\s(.*)$", re.DOTALL)


def tables(cursor: CursorWrapper) -> dict[str, Table]:
    """Return what there is, with every key that a row could be replaced by."""
    found: dict[str, Table] = {}
    cursor.execute(_COLUMNS)
    for name, column, in_key in cursor.fetchall():
        table = found.setdefault(name, Table())
        table.columns.add(column)
        if in_key:
            table.keys.append(Key((column,)))
    cursor.execute(_UNIQUE)
    for name, _index, columns, sql in cursor.fetchall():
        where = _WHERE.search(sql or "")
        key = Key(tuple(columns.split(",")), where.group(1) if where else "")
        if key not in found[name].keys:
            found[name].keys.append(key)
    return found


def triggers(own: list[Trigger]) -> dict[str, str]:
    """Return the text of each trigger by its name."""
    return {each.name: _text(each) for each in own}


def create(each: Trigger) -> list[str]:
    """Return the statements that make it."""
    return [_text(each)]


def drop(each: Trigger) -> list[str]:
    """Return the statements that remove it."""
    return [f"DROP TRIGGER IF EXISTS {each.name}"]


def present(cursor: CursorWrapper) -> Mapping[str, str]:
    """Return the text of every trigger by its name."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())


def _text(each: Trigger) -> str:
    return (
        f"CREATE TRIGGER {each.name} BEFORE {each.act} ON {each.table} WHEN {each.when} "
        f"BEGIN SELECT RAISE(ABORT, '{each.table} is frozen'); END"
    )
