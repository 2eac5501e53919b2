"""The database itself refuses to change the ledger, whoever asks."""

from datetime import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.migrations import Migration

from core.checks import check_guards
from core.frozen import missing_guards
from ledger.actions import erase
from ledger.keys import SigningKey
from ledger.models import LedgerEvent, LedgerKey, LedgerPayload, Pseudonym
from tests.ledger.chains import FIRST, SECOND, found, make_head, make_history, say, sql

pytestmark = pytest.mark.django_db
ONLY_SQLITE = "REPLACE INTO is SQLite's"
ONLY_POSTGRESQL = "TRUNCATE is PostgreSQL's"


def _refused(statement: str) -> None:
    before = list(LedgerEvent.objects.order_by("seq").values())
    payloads = list(LedgerPayload.objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match="frozen"):
        sql(statement)
    assert list(LedgerEvent.objects.order_by("seq").values()) == before
    assert list(LedgerPayload.objects.order_by("pk").values()) == payloads


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_ledgerevent SET kind = 'offered'",
        "UPDATE ledger_ledgerevent SET seq = seq",
        "UPDATE ledger_ledgerevent SET hash = hash WHERE seq = 3",
        "DELETE FROM ledger_ledgerevent WHERE seq = 6",
        "DELETE FROM ledger_ledgerevent",
        "UPDATE ledger_ledgerpayload SET content = salt",
        "UPDATE ledger_ledgerpayload SET content = NULL",
        "UPDATE ledger_ledgerpayload SET content = NULL, salt = NULL",
        "UPDATE ledger_ledgerpayload SET event_id = 99 WHERE event_id = 1",
        "DELETE FROM ledger_ledgerpayload WHERE event_id = 2",
        "UPDATE ledger_pseudonym SET person_id = 5",
        "UPDATE ledger_pseudonym SET person_id = NULL, salt = NULL",
        "DELETE FROM ledger_pseudonym",
        "UPDATE ledger_ledgerhead SET signed_at_us = 4",
        "DELETE FROM ledger_ledgerhead",
        "UPDATE ledger_ledgerkey SET from_seq = 1",
        "UPDATE ledger_ledgerkey SET fingerprint = '0'",
        "DELETE FROM ledger_ledgerkey",
    ],
)
def test_each_forbidden_statement_is_refused(
    statement: str, key: SigningKey, now: datetime
) -> None:
    make_history(now)
    make_head(now)
    _refused(statement)


@pytest.mark.parametrize("table", ["event", "payload", "head", "key"])
def test_truncating_is_refused(table: str, key: SigningKey, now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip(ONLY_POSTGRESQL)
    make_history(now)
    make_head(now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _refused(f"TRUNCATE ledger_ledger{table} CASCADE")


_COLUMNS = "stream, kind, actor, at_us, commitment, previous, hash"
_INSTEAD_OF_THE_THIRD = f"""
    INSERT OR REPLACE INTO ledger_ledgerevent (seq, {_COLUMNS})
    SELECT 3, {_COLUMNS} FROM ledger_ledgerevent WHERE seq = 2
"""  # noqa: S608 -- the names stand above
_ANOTHER_PERSON = """
    INSERT OR REPLACE INTO ledger_pseudonym (stream, person_id, salt, actor)
    SELECT stream, 5, salt, actor FROM ledger_pseudonym
"""


@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO ledger_ledgerevent SELECT * FROM ledger_ledgerevent WHERE seq = 2",
        _INSTEAD_OF_THE_THIRD,
        "REPLACE INTO ledger_ledgerpayload SELECT * FROM ledger_ledgerpayload WHERE event_id = 1",
        "REPLACE INTO ledger_ledgerhead SELECT * FROM ledger_ledgerhead",
        "REPLACE INTO ledger_ledgerkey SELECT * FROM ledger_ledgerkey",
        _ANOTHER_PERSON,
        "UPDATE OR REPLACE ledger_ledgerevent SET seq = 2 WHERE seq = 3",
    ],
)
def test_replacing_is_refused(statement: str, key: SigningKey, now: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip(ONLY_SQLITE)
    make_history(now)
    make_head(now)
    before = list(Pseudonym.objects.values())
    with pytest.raises((IntegrityError, OperationalError)):
        sql(statement)
    assert list(Pseudonym.objects.values()) == before
    assert found() == []


@pytest.mark.parametrize("seq", [1, 3, 6, 8, 99, 0, -1])
def test_an_event_is_only_taken_in_the_next_place(seq: int, now: datetime) -> None:
    event = make_history(now)[-1]
    event.seq = seq
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)
    assert LedgerEvent.objects.count() == 6


def test_a_payload_empties_only_under_an_erased_event_of_its_own_stream(now: datetime) -> None:
    make_history(now)
    erase(stream=SECOND, now=now)
    emptying = "UPDATE ledger_ledgerpayload SET content = NULL, salt = NULL WHERE event_id = 1"
    _refused(emptying)
    say(now, stream=SECOND)
    _refused(emptying.replace("= 1", "= 8"))
    assert LedgerPayload.objects.get(pk=2).content is None


def test_what_was_emptied_is_not_filled_again(now: datetime) -> None:
    make_history(now)
    erase(stream=FIRST, now=now)
    some = "(SELECT hash FROM ledger_ledgerevent WHERE seq = 1)"
    _refused(f"UPDATE ledger_ledgerpayload SET content = {some} WHERE event_id = 1")  # noqa: S608 -- from above
    with pytest.raises(IntegrityError):
        sql("UPDATE ledger_pseudonym SET person_id = 3 WHERE person_id IS NULL")


def test_a_key_may_be_closed(key: SigningKey, now: datetime) -> None:
    make_head(now)
    assert LedgerKey.objects.update(until_seq=5) == 1


@pytest.mark.django_db(transaction=True)
def test_after_a_migration_that_rebuilds_tables_the_guards_stand_again(now: datetime) -> None:
    make_history(now)
    old = LedgerEvent._meta.get_field("kind")
    wider = models.CharField(max_length=21)
    wider.set_attributes_from_name("kind")
    plan = [(Migration("rebuild", "ledger"), False)]
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default", plan=plan, apps=apps)
    for before, after in ((old, wider), (wider, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(LedgerEvent, before, after)
    lost = missing_guards(connection)
    assert bool(lost) == (connection.vendor == "sqlite")
    assert bool(check_guards(databases=["default"])) == bool(lost)
    call_command("migrate", verbosity=0)
    assert missing_guards(connection) == []
    _refused("UPDATE ledger_ledgerevent SET kind = 'offered'")
    _refused("UPDATE ledger_ledgerpayload SET content = NULL, salt = NULL")
    assert found() == []
