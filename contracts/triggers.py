"""What was offered, signed or published is frozen in the database too, by triggers on both engines.

They are installed after every migrate, because SQLite rebuilds a table by making a new one, which
drops its triggers without a word. A check reports missing ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRESQL = "postgresql"
_FUNCTION: Final = "contracts_refuse_change"
_CREATE_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is frozen', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A trigger that refuses a change of these columns (all, when none is named).

    `once` names a column from whose being set on the row is frozen.
    """

    table: str
    columns: tuple[str, ...] = ()
    once: str = ""

    @property
    def name(self) -> str:
        """The name of the trigger in the database."""
        return f"{self.table}_frozen"

    def condition(self, differs: str) -> str:
        """Return the SQL of when it refuses; `differs` is the engine's "is not, NULL included"."""
        if not self.columns:
            return "1 = 1"
        changed = " OR ".join(f"NEW.{c} {differs} OLD.{c}" for c in self.columns)
        return f"OLD.{self.once} IS NOT NULL AND ({changed})" if self.once else changed


_AGREED: Final = (
    "document",
    "document_sha256",
    "contract_id",
    "number",
    "house_rules_id",
    "language",
    "cadence",
    "minutes",
    "channel",
    "place",
    "organizer",
    "agenda_habit",
    "notice",
    "first_dates",
    "ends_on",
    "review_on",
    "offered_at",
)
FROZEN: Final[Sequence[Frozen]] = (
    Frozen("contracts_version", _AGREED, once="document"),
    Frozen("contracts_signature"),
    Frozen("contracts_houserules", ("program_id", "number", "text", "sha256")),
)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Install every trigger anew; tables that do not exist yet are left out."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        frozen = [each for each in FROZEN if each.table in tables]
        for statement in _statements(connection.vendor, frozen):
            cursor.execute(statement)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should guard existing tables and do not."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(_PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    return [each.name for each in FROZEN if each.table in tables and each.name not in present]


_PRESENT: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    _POSTGRESQL: "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def _statements(vendor: str, frozen: Sequence[Frozen]) -> Iterable[str]:
    if vendor == _POSTGRESQL:
        yield _CREATE_FUNCTION
    for each in frozen:
        yield from _on_postgresql(each) if vendor == _POSTGRESQL else _on_sqlite(each)


def _on_sqlite(frozen: Frozen) -> Iterable[str]:
    yield f"DROP TRIGGER IF EXISTS {frozen.name}"
    yield (
        f"CREATE TRIGGER {frozen.name} BEFORE UPDATE ON {frozen.table} "
        f"WHEN {frozen.condition('IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{frozen.table} is frozen'); END"
    )


def _on_postgresql(frozen: Frozen) -> Iterable[str]:
    yield f"DROP TRIGGER IF EXISTS {frozen.name} ON {frozen.table}"
    yield (
        f"CREATE TRIGGER {frozen.name} BEFORE UPDATE ON {frozen.table} FOR EACH ROW "
        f"WHEN ({frozen.condition('IS DISTINCT FROM')}) EXECUTE FUNCTION {_FUNCTION}()"
    )
