"""What was offered, signed or published cannot be changed, also not by SQL."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from contracts.models import HouseRules, Signature, Version
from contracts.triggers import FROZEN
from core.checks import check_guards
from core.frozen import install_guards, missing_guards
from pairings.models import Pairing
from tests.contracts.agreements import make_draft, make_in_force

pytestmark = pytest.mark.django_db


def _run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def _set(row: Version | Signature | HouseRules, column: str, value: object) -> None:
    table = row._meta.db_table
    _run(f"UPDATE {table} SET {column} = %s WHERE id = %s", value, row.pk)  # noqa: S608 -- both names come from the tables of cases below


def _drop(table: str) -> None:
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    _run(f"DROP TRIGGER {table}_frozen{on_table}")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("document", b"{}"),
        ("document", None),
        ("document_sha256", "0" * 64),
        ("number", 9),
        ("language", "de"),
        ("cadence", "weekly"),
        ("minutes", 15),
        ("channel", "phone"),
        ("place", "elsewhere"),
        ("organizer", "mentor"),
        ("agenda_habit", "none"),
        ("notice", "none"),
        ("first_dates", "[]"),
        ("ends_on", "2030-01-01"),
        ("review_on", None),
        ("offered_at", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_a_frozen_version_refuses_sql(
    column: str, value: object, pair: Pairing, now: datetime
) -> None:
    version = make_in_force(pair, now)
    with pytest.raises(IntegrityError):
        _set(version, column, value)
    fresh = Version.objects.get(pk=version.pk)
    assert getattr(fresh, column) == getattr(version, column)


@pytest.mark.parametrize("column", ["typed_name", "document_sha256", "consent", "proof"])
def test_a_signature_refuses_sql(column: str, pair: Pairing, now: datetime) -> None:
    make_in_force(pair, now)
    before = list(Signature.objects.order_by("id").values())
    with pytest.raises(IntegrityError):
        _set(Signature.objects.latest("id"), column, "unknown")
    assert list(Signature.objects.order_by("id").values()) == before


@pytest.mark.parametrize(("column", "value"), [("text", "other"), ("sha256", "0"), ("number", 7)])
def test_published_rules_refuse_sql(
    column: str, value: object, pair: Pairing, now: datetime
) -> None:
    rules = make_draft(pair, now).house_rules
    with pytest.raises(IntegrityError):
        _set(rules, column, value)
    assert getattr(HouseRules.objects.get(pk=rules.pk), column) == getattr(rules, column)


def test_the_orm_is_refused_too(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    version.place = "elsewhere"
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()
    assert Version.objects.get(pk=version.pk).place != "elsewhere"


def test_a_draft_is_free_to_change(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    _set(version, "place", "free")
    assert Version.objects.get(pk=version.pk).place == "free"


def test_the_state_of_a_frozen_version_goes_on(pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    Version.objects.filter(pk=version.pk).update(state="superseded", closed_at=now)
    assert Version.objects.get(pk=version.pk).state == "superseded"


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda each: each.table)
def test_a_missing_trigger_is_reported_and_installed_again(frozen: Any, db: None) -> None:
    _drop(frozen.table)
    assert missing_guards(connection) == [f"{frozen.table}_frozen"]
    assert [each.id for each in check_guards(databases=["default"])] == ["core.E001"]
    install_guards(connection)
    assert check_guards(databases=["default"]) == []


def test_the_check_looks_at_no_database_unless_asked(db: None) -> None:
    _drop("contracts_signature")
    assert check_guards(databases=None) == []
    install_guards(connection)


_ALSO = ["contracts_signature_kept", "contracts_signature_unreplaced"]


@pytest.mark.django_db(transaction=True)
def test_triggers_that_a_rebuilt_table_lost_are_back_after_migrate(
    pair: Pairing, now: datetime
) -> None:
    signature = make_in_force(pair, now).signatures.latest("id")
    old = Signature._meta.get_field("typed_name")
    wider = models.CharField(max_length=151)
    wider.set_attributes_from_name("typed_name")
    for before, after in ((old, wider), (wider, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(Signature, before, after)
    lost = ["contracts_signature_frozen", *_ALSO] if connection.vendor == "sqlite" else []
    assert missing_guards(connection) == lost
    call_command("migrate", verbosity=0)
    assert missing_guards(connection) == []
    with pytest.raises(IntegrityError):
        _set(signature, "typed_name", "Somebody else")


@pytest.mark.parametrize("table", ["contracts_signature", "contracts_version"])
def test_what_was_signed_is_not_deleted(table: str, pair: Pairing, now: datetime) -> None:
    version = make_in_force(pair, now)
    with pytest.raises(IntegrityError, match="frozen"):
        _run(f"DELETE FROM {table}")  # noqa: S608 -- names from the cases above
    assert (Version.objects.get().pk, Signature.objects.count()) == (version.pk, 2)


def test_published_rules_are_not_deleted(pair: Pairing, now: datetime) -> None:
    rules = make_draft(pair, now).house_rules
    with pytest.raises(IntegrityError):
        _run("DELETE FROM contracts_houserules WHERE id = %s", rules.pk)
    assert HouseRules.objects.filter(pk=rules.pk).exists()


def test_a_draft_may_be_thrown_away(pair: Pairing, now: datetime) -> None:
    version = make_draft(pair, now)
    version.goals.all().delete()
    version.delete()
    assert not Version.objects.exists()


@pytest.mark.parametrize("table", ["contracts_signature", "contracts_houserules"])
def test_nothing_is_replaced(table: str, pair: Pairing, now: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE INTO is SQLite's")
    make_in_force(pair, now)
    with pytest.raises(IntegrityError, match="frozen"):
        _run(f"REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 -- as above


_INSTEAD = "UPDATE OR REPLACE contracts_version SET {} WHERE id = {}"


def test_a_draft_does_not_push_the_version_in_force_out(pair: Pairing, now: datetime) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("UPDATE OR REPLACE is SQLite's")
    signed = make_in_force(pair, now)
    draft = Version.objects.create(
        contract=signed.contract,
        number=2,
        house_rules=signed.house_rules,
        ends_on=signed.ends_on,
        created_at=now,
    )
    for change in ("id = %s", "number = 1, id = id + 0 * %s"):
        with pytest.raises(IntegrityError, match="frozen"):
            _run(_INSTEAD.format(change, draft.pk), signed.pk)
    assert Version.objects.get(pk=signed.pk).number == 1


@pytest.mark.parametrize("table", ["version", "signature", "houserules"])
def test_nothing_is_truncated(table: str, pair: Pairing, now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL's")
    make_in_force(pair, now)
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="frozen"):
        _run(f"TRUNCATE contracts_{table} CASCADE")


# What goes on after the offer: its life, and what only drafts use.
_GOES_ON = {
    *("state", "expires_at", "closed_at", "in_force_at", "comment", "offered_by_id"),
    *("revision", "mentor_revision", "mentee_revision", "created_at"),
}


def test_every_column_of_a_version_is_frozen_or_meant_to_go_on() -> None:
    (frozen,) = [each.columns for each in FROZEN if each.table == "contracts_version"]
    columns = {field.column for field in Version._meta.concrete_fields}
    assert columns - set(frozen) <= _GOES_ON, "Decide: contracts/triggers.py, or the list above"
