"""A genuine ledger never raises an alarm, and a verification can go on from the last one."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from ledger.actions import erase, rotate_key, save_checkpoint
from ledger.keys import SigningKey
from ledger.models import Checkpoint, LedgerEvent
from ledger.queries import newest_checkpoint, verify
from ledger.queries import rows as pieces
from ledger.registry import forget_check, register_check
from ledger.rules import Kind
from ledger.rules.damage import Damage, Finding
from tests.ledger.chains import FIRST, SECOND, found, make_head, make_history, say, sql, unguarded

pytestmark = pytest.mark.django_db


def test_an_empty_ledger_is_whole(db: None) -> None:
    report = verify()
    assert (report.entries, report.seq, report.is_intact) == (0, 0, True)


def test_a_thousand_genuine_events_raise_no_alarm(key: SigningKey, now: datetime) -> None:
    chance, heads = random.Random(4), []  # noqa: S311 -- to have all kinds of history, not a secret
    kinds = [k for k in Kind if k not in {Kind.ERASED, Kind.RECOVERED, Kind.KEY_CHANGED}]
    while (LedgerEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0) < 1000:
        now += timedelta(minutes=chance.randrange(90))
        stream, by = chance.choice([FIRST, SECOND]), chance.choice([None, 1, 2, 3])
        say(now, chance.choice(kinds), stream=stream, by=by)
        if chance.random() < 0.05:
            heads.append(make_head(now))
        if chance.random() < 0.01:
            erase(stream=stream, now=now)
        if chance.random() < 0.004:
            rotate_key(now=now)
    assert found(heads) == []
    assert len(heads) > 30


def test_a_walk_in_small_pieces_finds_the_same(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_history(now, 20)
    erase(stream=FIRST, now=now)
    with unguarded():
        sql("UPDATE ledger_ledgerevent SET at_us = 1 WHERE seq IN (7, 8, 12)")
    whole = found()
    monkeypatch.setattr(pieces, "PIECE", 3)
    assert found() == whole == [("hash", 7), ("hash", 8), ("hash", 12)]


def test_a_checkpoint_saves_the_way(now: datetime) -> None:
    make_history(now)
    checkpoint = save_checkpoint(verify(), now=now)
    assert checkpoint is not None
    say(now)
    report = verify(since=newest_checkpoint())
    assert (report.entries, report.seq, report.is_intact) == (1, 7, True)


def test_from_a_checkpoint_older_damage_waits_for_the_full_walk(now: datetime) -> None:
    make_history(now)
    save_checkpoint(verify(), now=now)
    with unguarded():
        sql("UPDATE ledger_ledgerevent SET at_us = 1 WHERE seq = 2")
    say(now)
    assert found(since=newest_checkpoint()) == []
    assert found() == [("hash", 2)]


@pytest.mark.parametrize("damage", ["UPDATE ledger_ledgerevent SET hash = %s WHERE seq = 6"])
def test_a_checkpoint_that_does_not_fit_any_more_is_found(damage: str, now: datetime) -> None:
    make_history(now)
    save_checkpoint(verify(), now=now)
    with unguarded():
        sql(damage, b"h" * 32)
    assert ("hash", 6) in found(since=newest_checkpoint())


def test_a_damaged_ledger_makes_no_checkpoint(now: datetime) -> None:
    make_history(now)
    with unguarded():
        sql("UPDATE ledger_ledgerevent SET at_us = 1 WHERE seq = 2")
    assert save_checkpoint(verify(), now=now) is None
    assert Checkpoint.objects.count() == 0


def test_what_other_apps_check_is_part_of_it(now: datetime) -> None:
    def differs() -> Iterator[Finding]:
        yield Finding(Damage.ELSEWHERE, 2, "a signature is not in the ledger")

    register_check(differs)
    register_check(differs)
    try:
        assert found() == [("differs from the ledger", 2)]
    finally:
        forget_check(differs)
    assert found() == []


def test_a_check_that_trips_is_a_finding(now: datetime) -> None:
    def trips() -> Iterator[Finding]:
        yield from ()
        raise ValueError("a row")  # noqa: TRY003 -- as a damaged row would

    register_check(trips)
    try:
        assert found() == [("unreadable", None)]
    finally:
        forget_check(trips)
