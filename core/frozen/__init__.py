"""What was signed or offered is frozen in the database itself, by triggers on both engines.

Apps declare tables with `freeze`; the triggers are installed after every migrate, because SQLite
rebuilds a table by making a new one, which drops its triggers without a word. Web and worker
refuse to start while one is missing, or says something else than it should.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from core.frozen import postgresql, sqlite
from core.frozen.conditions import Act, Trigger, triggers_of
from core.frozen.declared import Frozen, declared, freeze, thaw

__all__ = [
    "Frozen",
    "drop_guards",
    "freeze",
    "install_guards",
    "lifted",
    "missing_guards",
    "refuse_unless_frozen",
    "thaw",
]

_ENGINES: Final[dict[str, ModuleType]] = {"sqlite": sqlite, "postgresql": postgresql}


def install_guards(connection: BaseDatabaseWrapper) -> None:
    """Install every trigger anew; tables that do not exist yet are left out."""
    engine = _ENGINES[connection.vendor]
    _run(connection, lambda each: [*engine.drop(each), *engine.create(each)])


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Remove every trigger, for a moment in which they must not be in the way."""
    _run(connection, _ENGINES[connection.vendor].drop)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should guard existing tables, and do not, or otherwise."""
    engine = _ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        wanted = engine.triggers(list(_triggers(connection)))
        present = engine.present(cursor)
    return [name for name, text in wanted.items() if present.get(name) != text]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift the guards for the length of the block, in one transaction: for `flush` alone."""
    with transaction.atomic(using=connection.alias):
        drop_guards(connection)
        yield
        if missing_guards(connection):
            install_guards(connection)


def refuse_unless_frozen(connection: BaseDatabaseWrapper) -> None:
    """Raise `ImproperlyConfigured` when a guard is missing; a database that is away can wait."""
    try:
        missing = missing_guards(connection)
    except (OperationalError, InterfaceError):
        return
    if missing:
        message = (
            "The database does not refuse changes of what was signed, so nothing is started."
            f" Missing: {', '.join(missing)}. manage.py migrate installs the triggers anew."
        )
        raise ImproperlyConfigured(message)


def _triggers(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    engine = _ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        tables = engine.tables(cursor)
    for frozen in declared():
        table = tables.get(frozen.table)
        if table is None:
            continue
        yield from triggers_of(frozen, table, engine.DIFFERS)
        if engine is postgresql:
            yield Trigger(f"{frozen.table}_whole", frozen.table, Act.TRUNCATE, "true")


def _run(connection: BaseDatabaseWrapper, statements: Callable[[Trigger], list[str]]) -> None:
    own = list(_triggers(connection))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for each in own:
            for statement in statements(each):
                cursor.execute(statement)
