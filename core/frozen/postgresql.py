"""PostgreSQL: the whole condition stands in the function, whose text the server keeps verbatim."""

from collections.abc import Mapping
from typing import Final

from django.db.backends.utils import CursorWrapper

from core.frozen.conditions import Act, Table, Trigger

DIFFERS: Final = "IS DISTINCT FROM"
_COLUMNS: Final = """
    SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    AND pg_table_is_visible(c.oid) AND c.relnamespace = current_schema()::regnamespace
"""
# Enabled, without a condition or list of columns of its own: what it does stands in its function.
_PRESENT: Final = """
    SELECT t.tgname, c.relname, t.tgtype, p.prosrc FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL
    AND t.tgattr = ''::int2vector AND pg_table_is_visible(c.oid)
"""
_BEFORE, _ROW = 2, 1
_TYPE: Final = {
    Act.INSERT: _BEFORE + _ROW + 4,
    Act.DELETE: _BEFORE + _ROW + 8,
    Act.UPDATE: _BEFORE + _ROW + 16,
    Act.TRUNCATE: _BEFORE + 32,
}
_GOES_ON: Final = {Act.DELETE: "OLD", Act.TRUNCATE: "NULL"}


def tables(cursor: CursorWrapper) -> dict[str, Table]:
    """Return what there is. No statement replaces rows here, so keys do not matter."""
    found: dict[str, Table] = {}
    cursor.execute(_COLUMNS)
    for name, column in cursor.fetchall():
        found.setdefault(name, Table()).columns.add(column)
    return found


def triggers(own: list[Trigger]) -> dict[str, str]:
    """Return what each trigger is, by its name, as `present` writes it."""
    return {each.name: f"{each.table} {_TYPE[each.act]} {_body(each)}" for each in own}


def create(each: Trigger) -> list[str]:
    """Return the statements that make it."""
    level = "STATEMENT" if each.act is Act.TRUNCATE else "ROW"
    function = f"CREATE OR REPLACE FUNCTION {each.name}() RETURNS trigger LANGUAGE plpgsql"
    trigger = f"CREATE TRIGGER {each.name} BEFORE {each.act} ON {each.table} FOR EACH {level}"
    return [
        f"{function} AS $guard${_body(each)}$guard$",
        f"{trigger} EXECUTE FUNCTION {each.name}()",
    ]


def drop(each: Trigger) -> list[str]:
    """Return the statements that remove it."""
    return [f"DROP TRIGGER IF EXISTS {each.name} ON {each.table}"]


def present(cursor: CursorWrapper) -> Mapping[str, str]:
    """Return what every working trigger is, by its name."""
    cursor.execute(_PRESENT)
    return {name: f"{table} {kind} {body}" for name, table, kind, body in cursor.fetchall()}


def _body(each: Trigger) -> str:
    return (
        f" BEGIN IF {each.when} THEN RAISE EXCEPTION '{each.table} is frozen' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {_GOES_ON.get(each.act, 'NEW')}; END "
    )
