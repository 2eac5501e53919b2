"""Guards: declared once, on both engines, lifted by `flush` alone, never quietly missing."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from core.checks import check_guards, migrating
from core.frozen import (
    Frozen,
    drop_guards,
    freeze,
    install_guards,
    lifted,
    missing_guards,
    refuse_unless_frozen,
    thaw,
)

TOY = "core_frozen_toy"
_COLUMNS = "id integer PRIMARY KEY, sealed integer NULL, word varchar(9), free varchar(9)"


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, word, free FROM {TOY} ORDER BY id")  # noqa: S608 -- the toy's name
        return list(cursor.fetchall())


@pytest.fixture
def toy(db: None) -> Iterator[None]:
    """A table with a sealed row and a draft."""
    _run(f"CREATE TABLE {TOY} ({_COLUMNS}, UNIQUE (word, free))")
    freeze(Frozen(TOY, ("id", "word"), once="sealed", unless="NEW.word = 'gone'"))
    install_guards(connection)
    _run(f"INSERT INTO {TOY} VALUES (1, 1, 'signed', 'a'), (2, NULL, 'draft', 'b')")  # noqa: S608 -- as above
    yield
    thaw(TOY)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TOY} SET word = 'forged' WHERE id = 1",  # noqa: S608 -- the toy's name
        f"UPDATE {TOY} SET word = NULL WHERE id = 1",  # noqa: S608 -- as above
        f"UPDATE {TOY} SET word = 'x'",  # noqa: S608 -- as above
        f"DELETE FROM {TOY} WHERE id = 1",  # noqa: S608 -- as above
        f"DELETE FROM {TOY}",  # noqa: S608 -- as above
    ],
)
def test_a_sealed_row_refuses(statement: str, toy: None) -> None:
    before = _rows()
    with pytest.raises(IntegrityError, match="frozen"):
        _run(statement)
    assert _rows() == before


@pytest.mark.parametrize(
    "statement",
    [
        f"REPLACE INTO {TOY} VALUES (1, 1, 'forged', 'a')",  # noqa: S608 -- as above
        f"REPLACE INTO {TOY} VALUES (7, 1, 'signed', 'a')",  # noqa: S608 -- as above
        f"UPDATE OR REPLACE {TOY} SET id = 1 WHERE id = 2",  # noqa: S608 -- the toy's name
        f"UPDATE OR REPLACE {TOY} SET word = 'signed', free = 'a' WHERE id = 2",  # noqa: S608 -- as above
    ],
)
def test_a_sealed_row_is_not_replaced_either(statement: str, toy: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite replaces rows")
    before = _rows()
    with pytest.raises(IntegrityError, match="frozen"):
        _run(statement)
    assert _rows() == before


def test_drafts_free_columns_and_the_lawful_change_pass(toy: None) -> None:
    _run(f"UPDATE {TOY} SET free = 'c' WHERE id = 1")  # noqa: S608 -- the toy's name
    _run(f"UPDATE {TOY} SET word = 'gone' WHERE id = 1")  # noqa: S608 -- as above
    _run(f"UPDATE {TOY} SET word = 'other' WHERE id = 2")  # noqa: S608 -- as above
    assert _rows() == [(1, "gone", "c"), (2, "other", "b")]
    _run(f"DELETE FROM {TOY} WHERE id = 2")  # noqa: S608 -- as above
    assert len(_rows()) == 1


def _weaken() -> None:
    if connection.vendor == "sqlite":
        _run(f"DROP TRIGGER {TOY}_kept")
        _run(f"CREATE TRIGGER {TOY}_kept BEFORE DELETE ON {TOY} WHEN 0 BEGIN SELECT 1; END")
    else:
        _run(
            f"CREATE OR REPLACE FUNCTION {TOY}_kept() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN OLD; END $$"
        )


def test_a_guard_that_says_something_else_counts_as_missing(toy: None) -> None:
    assert missing_guards(connection) == []
    _weaken()
    assert missing_guards(connection) == [f"{TOY}_kept"]
    install_guards(connection)
    assert missing_guards(connection) == []


def test_a_guard_that_is_switched_off_counts_as_missing(toy: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite switches no triggers off")
    _run(f"ALTER TABLE {TOY} DISABLE TRIGGER {TOY}_frozen")
    assert missing_guards(connection) == [f"{TOY}_frozen"]


def test_while_one_is_missing_nothing_starts_but_migrate_runs(toy: None) -> None:
    refuse_unless_frozen(connection)
    drop_guards(connection)
    with pytest.raises(ImproperlyConfigured, match=f"{TOY}_frozen"):
        refuse_unless_frozen(connection)
    errors = check_guards(databases=["default"])
    assert f"{TOY}_frozen is missing" in " ".join(error.msg for error in errors)
    assert all(error.is_serious() for error in errors)
    with migrating():
        assert check_guards(databases=["default"]) == []
    call_command("migrate", verbosity=0)
    refuse_unless_frozen(connection)


def test_lifting_ends_with_the_block(toy: None) -> None:
    with lifted(connection):
        _run(f"DELETE FROM {TOY}")  # noqa: S608 -- the toy's name
    assert missing_guards(connection) == []


def _lift_and_fail() -> None:
    with lifted(connection):
        _run(f"DELETE FROM {TOY}")  # noqa: S608 -- the toy's name
        raise LookupError


def test_lifting_that_fails_leaves_rows_and_guards_as_they_were(toy: None) -> None:
    with pytest.raises(LookupError):
        _lift_and_fail()
    assert len(_rows()) == 2
    assert missing_guards(connection) == []


def test_what_people_signed_is_not_flushed_by_mistake(db: None, settings: Settings) -> None:
    settings.HTTPS = True
    with pytest.raises(CommandError, match="forget-what-was-signed"):
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_flush_sets_the_guards_again() -> None:
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert missing_guards(connection) == []
