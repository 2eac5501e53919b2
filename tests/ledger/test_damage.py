"""Whoever changes the ledger past its triggers is found out, at the right event."""

import random
from datetime import datetime

import pytest
from django.db import connection

from ledger.keys import SigningKey
from ledger.models import LedgerEvent, LedgerHead, LedgerPayload
from ledger.queries import verify
from tests.ledger.chains import (
    FIRST,
    PRIYA,
    SECOND,
    TOM,
    forge_payload,
    forget_tail,
    found,
    make_head,
    make_history,
    rehash,
    say,
    sql,
    unguarded,
)

pytestmark = pytest.mark.django_db


def _text_of(value: object) -> object:
    return value.hex if connection.vendor == "sqlite" and hasattr(value, "hex") else str(value)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("stream", _text_of(SECOND), {("hash", 5)}),
        ("kind", "offered", {("hash", 5)}),
        ("actor", None, {("hash", 5)}),
        ("actor", _text_of(FIRST), {("hash", 5), ("pseudonym", 5)}),
        ("at_us", 1, {("hash", 5)}),
        ("at_us", -(2**63), {("hash", 5)}),
        ("commitment", b"c" * 32, {("hash", 5), ("commitment", 5)}),
        ("commitment", b"", {("hash", 5), ("commitment", 5)}),
        ("previous", b"p" * 32, {("hash", 5), ("previous", 5)}),
        ("previous", b"", {("hash", 5), ("previous", 5)}),
        ("hash", b"h" * 32, {("hash", 5)}),
        ("hash", b"", {("hash", 5)}),
    ],
)
def test_every_changed_column_of_an_event_is_found(
    column: str, value: object, expected: set[tuple[str, int | None]], now: datetime
) -> None:
    make_history(now)
    say(now, by=TOM)
    with unguarded():
        sql(f"UPDATE ledger_ledgerevent SET {column} = %s WHERE seq = 5", value)  # noqa: S608 -- names from the cases above
    assert set(found()) >= expected


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("content", b'{"word":"forged"}', "commitment"),
        ("content", b"", "commitment"),
        ("content", None, "payload missing"),
        ("salt", b"s" * 32, "commitment"),
        ("salt", b"", "commitment"),
        ("salt", None, "payload missing"),
    ],
)
def test_every_changed_column_of_a_payload_is_found(
    column: str, value: object, expected: str, now: datetime
) -> None:
    make_history(now)
    with unguarded():
        sql(f"UPDATE ledger_ledgerpayload SET {column} = %s WHERE event_id = 3", value)  # noqa: S608 -- as above
    assert found() == [(expected, 3)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("person_id", TOM + 1), ("person_id", None), ("salt", b"s" * 32), ("salt", None)],
)
def test_every_changed_column_of_a_pseudonym_is_found(
    column: str, value: object, now: datetime
) -> None:
    event = say(now)
    with unguarded():
        sql(f"UPDATE ledger_pseudonym SET {column} = %s WHERE person_id = %s", value, PRIYA)  # noqa: S608 -- as above
    assert found() == [("pseudonym", None)]
    assert event.seq == 1


@pytest.mark.parametrize("column", ["stream", "actor"])
def test_a_pseudonym_moved_elsewhere_is_found(column: str, now: datetime) -> None:
    say(now)
    with unguarded():
        sql(f"UPDATE ledger_pseudonym SET {column} = %s", _text_of(SECOND))  # noqa: S608 -- as above
    assert ("pseudonym", 1) in found()


def test_a_pseudonym_erased_without_the_event_that_says_so_is_found(now: datetime) -> None:
    say(now)
    with unguarded():
        sql("UPDATE ledger_pseudonym SET person_id = NULL, salt = NULL")
    assert found() == [("pseudonym", None)]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("hash", b"h" * 32, "head signature"),
        ("signed_at_us", 5, "head signature"),
        ("signed_at_us", 2**62, "head signature"),
        ("fingerprint", "0" * 64, "key unknown"),
        ("signature", b"s" * 64, "head signature"),
        ("signature", b"", "head signature"),
        ("seq", 2, "head signature"),
    ],
)
def test_every_changed_column_of_a_head_is_found(
    column: str, value: object, expected: str, key: SigningKey, now: datetime
) -> None:
    make_history(now)
    head = make_head(now)
    with unguarded():
        sql(f"UPDATE ledger_ledgerhead SET {column} = %s", value)  # noqa: S608 -- as above
    assert found() == [(expected, 2 if column == "seq" else head.seq)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("public_key", b"k" * 32),
        ("fingerprint", "0" * 64),
        ("from_seq", 1),
        ("until_seq", 3),
        ("revoked_why", "because"),
    ],
)
def test_every_changed_column_of_a_key_is_found(
    column: str, value: object, key: SigningKey, now: datetime
) -> None:
    make_history(now)
    make_head(now)
    with unguarded():
        sql(f"UPDATE ledger_ledgerkey SET {column} = %s", value)  # noqa: S608 -- as above
    assert {damage for damage, _ in found()} == {"keys differ from the chain"}


@pytest.mark.parametrize("column", ["seq", "hash"])
def test_a_changed_tip_is_found(column: str, now: datetime) -> None:
    make_history(now)
    sql(f"UPDATE ledger_ledgertip SET {column} = %s", 4 if column == "seq" else b"h" * 32)  # noqa: S608 -- as above
    assert [damage for damage, _ in found()] == ["tip"]


def _delete(seq: int) -> None:
    sql("DELETE FROM ledger_ledgerpayload WHERE event_id = %s", seq)
    sql("DELETE FROM ledger_ledgerevent WHERE seq = %s", seq)


def test_an_event_deleted_in_the_middle_is_found(now: datetime) -> None:
    make_history(now)
    with unguarded():
        _delete(3)
    assert found() == [("gap", 3)]


def test_the_first_event_deleted_is_found(now: datetime) -> None:
    make_history(now)
    with unguarded():
        _delete(1)
    assert found() == [("gap", 1)]


def test_the_last_event_deleted_is_found(now: datetime) -> None:
    make_history(now)
    with unguarded():
        _delete(6)
    assert found() == [("tail cut off", 6)]


def test_a_payload_deleted_row_and_all_is_found(now: datetime) -> None:
    make_history(now)
    with unguarded():
        sql("DELETE FROM ledger_ledgerpayload WHERE event_id = 4")
    assert found() == [("payload missing", 4)]


def test_two_events_swapped_are_found(now: datetime) -> None:
    make_history(now)
    with unguarded():
        third, fourth = LedgerEvent.objects.filter(seq__in=[3, 4]).order_by("seq")
        LedgerEvent.objects.filter(seq=3).update(hash=fourth.hash, commitment=fourth.commitment)
        LedgerEvent.objects.filter(seq=4).update(hash=third.hash, commitment=third.commitment)
    assert {seq for _, seq in found()} >= {3, 4}


def test_payloads_swapped_between_events_are_found(now: datetime) -> None:
    make_history(now)
    third, fourth = LedgerPayload.objects.filter(pk__in=[3, 4]).order_by("pk")
    with unguarded():
        for pk, other in ((3, fourth), (4, third)):
            LedgerPayload.objects.filter(pk=pk).update(content=other.content, salt=other.salt)
    assert found() == [("commitment", 3), ("commitment", 4)]


def test_an_event_replaced_with_a_hash_that_fits_is_found_at_the_next(now: datetime) -> None:
    make_history(now)
    with unguarded():
        forge_payload(LedgerEvent.objects.get(seq=3), b'{"word":"forged"}')
    assert found() == [("previous", 4)]


def test_a_whole_forged_end_is_found_by_the_head_that_was_signed(
    key: SigningKey, now: datetime
) -> None:
    make_history(now)
    head = make_head(now)
    with unguarded():
        last = LedgerEvent.objects.get(seq=5)
        forge_payload(last, b'{"word":"forged"}')
        for seq in range(6, head.seq + 1):
            following = LedgerEvent.objects.get(seq=seq)
            following.previous = last.hash
            rehash(following)
            following.save()
            last = following
        sql("UPDATE ledger_ledgertip SET hash = %s", bytes(last.hash))
    assert found() == [("head not on this chain", head.seq)]
    with unguarded():
        LedgerHead.objects.all().delete()
    assert found() == []
    assert found([head]) == [("head not on this chain", head.seq)]


def test_events_of_another_ledger_put_between_are_found(now: datetime) -> None:
    make_history(now)
    spliced = LedgerEvent.objects.get(seq=4)
    spliced.previous = b"o" * 32
    rehash(spliced)
    with unguarded():
        spliced.save()
    assert found() == [("previous", 4), ("previous", 5)]


def test_a_cut_off_tail_is_found_only_with_the_heads_that_were_kept_elsewhere(
    key: SigningKey, now: datetime
) -> None:
    make_history(now)
    kept = make_head(now)
    with unguarded():
        say(now)
        late = make_head(now)
        forget_tail(kept.seq)
    assert found() == []
    assert found([kept]) == []
    assert found([kept, late]) == [("tail cut off", late.seq)]


def test_a_cut_off_tail_that_was_written_anew_is_found(key: SigningKey, now: datetime) -> None:
    make_history(now)
    make_head(now)
    say(now)
    kept = make_head(now)
    with unguarded():
        forget_tail(kept.seq - 1)
    say(now, by=TOM)
    assert found() == []
    assert found([kept]) == [("head not on this chain", kept.seq)]


def test_an_old_head_replayed_over_another_event_is_found(key: SigningKey, now: datetime) -> None:
    make_history(now)
    old = make_head(now)
    newer = say(now)
    LedgerHead.objects.create(
        seq=newer.seq,
        hash=newer.hash,
        signed_at_us=LedgerHead.objects.get().signed_at_us,
        fingerprint=old.fingerprint,
        signature=old.signature,
    )
    assert found() == [("head signature", newer.seq)]


def test_damage_in_what_cannot_be_read_is_a_finding_and_no_crash(
    key: SigningKey, now: datetime
) -> None:
    make_history(now)
    make_head(now)
    with unguarded():
        if connection.vendor == "sqlite":
            sql("UPDATE ledger_ledgerhead SET hash = 'text'")
            sql("UPDATE ledger_pseudonym SET stream = 'text' WHERE person_id = 11 AND id < 3")
            sql("UPDATE ledger_ledgerevent SET at_us = 'soon' WHERE seq = 2")
        else:
            sql("UPDATE ledger_ledgerevent SET at_us = %s WHERE kind = 'key_changed'", 2**63 - 1)
    assert found() != []


def test_thousands_of_findings_are_counted_and_the_first_ones_kept(now: datetime) -> None:
    make_history(now, 230)
    with unguarded():
        sql("UPDATE ledger_ledgerevent SET at_us = at_us + 1")
    report = verify()
    assert (len(report.findings), report.found, report.entries) == (200, 230, 230)


_BLOBS = {
    "ledger_ledgerevent": ("seq", ("commitment", "previous", "hash")),
    "ledger_ledgerpayload": ("event_id", ("content", "salt")),
    "ledger_pseudonym": ("id", ("salt",)),
    "ledger_ledgerhead": ("seq", ("hash", "signature")),
    "ledger_ledgerkey": ("id", ("public_key",)),
}


@pytest.mark.parametrize("table", _BLOBS)
def test_every_flipped_bit_is_found(table: str, key: SigningKey, now: datetime) -> None:
    make_history(now, 3)
    make_head(now)
    chance = random.Random(table)  # noqa: S311 -- which bit, not a secret
    name, columns = _BLOBS[table]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}, {', '.join(columns)} FROM {table}")  # noqa: S608 -- names from above
        rows = cursor.fetchall()
    unnoticed = []
    with unguarded():
        for row in rows:
            for column, value in zip(columns, row[1:], strict=True):
                flipped = bytearray(bytes(value))
                flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
                change = f"UPDATE {table} SET {column} = %s WHERE {name} = %s"  # noqa: S608 -- as above
                sql(change, bytes(flipped), row[0])
                if not found():
                    unnoticed.append((row[0], column))
                sql(change, bytes(value), row[0])
    assert len(rows) >= 1
    assert unnoticed == []
    assert found() == []
