"""After a restore the ledger names its own gap; without that, the heads outside are an alarm."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ledger.actions import NothingLost, recover, rotate_key
from ledger.keys import SigningKey, make_key
from ledger.models import LedgerEvent
from ledger.queries import verify
from ledger.rules.heads import HeadRecord
from tests.ledger.chains import forget_tail, found, make_head, make_history, say, unguarded

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def lost(key: SigningKey, now: datetime) -> list[HeadRecord]:
    """The heads of a ledger whose database was restored to an older backup: kept, lost, lost."""
    make_history(now)
    heads = [make_head(now)]
    for n in (1, 2):
        say(now + n * HOUR)
        heads.append(make_head(now + n * HOUR))
    with unguarded():
        forget_tail(heads[0].seq)
    return heads


def test_a_restore_is_an_alarm_until_the_ledger_names_it(
    lost: list[HeadRecord], now: datetime
) -> None:
    assert found(lost) == [("tail cut off", 8), ("tail cut off", 9)]
    event = recover(note="disk failed", known_head=lost[-1], now=now + 3 * HOUR)
    assert event.kind == "recovered"
    assert found(lost) == []
    (note,) = verify(heads=lost).notes
    assert "after event 7, up to 9" in note
    assert "disk failed" in note


def test_what_was_written_between_restore_and_word_is_no_alarm(
    lost: list[HeadRecord], now: datetime
) -> None:
    for n in range(5):
        say(now + 3 * HOUR + n * HOUR)
    make_head(now + 9 * HOUR)
    assert {damage for damage, _ in found(lost)} == {"head not on this chain"}
    recover(note="disk failed", known_head=lost[-1], now=now + 10 * HOUR)
    assert found(lost) == []


def test_heads_of_the_time_after_must_fit_again(lost: list[HeadRecord], now: datetime) -> None:
    recover(note="disk failed", known_head=lost[-1], now=now + 3 * HOUR)
    say(now + 4 * HOUR)
    kept = make_head(now + 4 * HOUR)
    assert found([*lost, kept]) == []
    with unguarded():
        forget_tail(8)
    assert found([*lost, kept]) == [("tail cut off", 9)]


def test_heads_from_before_the_gap_must_fit_too(lost: list[HeadRecord], now: datetime) -> None:
    recover(note="disk failed", known_head=lost[-1], now=now + 3 * HOUR)
    with unguarded():
        LedgerEvent.objects.filter(seq=7).update(hash=b"h" * 32)
    assert ("head not on this chain", 7) in found([lost[0]])


def test_where_nothing_is_lost_nothing_is_named(key: SigningKey, now: datetime) -> None:
    make_history(now)
    head = make_head(now)
    with pytest.raises(NothingLost, match="nothing is lost"):
        recover(note="just in case", known_head=head, now=now)
    assert LedgerEvent.objects.count() == head.seq


def test_a_head_that_somebody_else_signed_explains_nothing(
    lost: list[HeadRecord], tmp_path: Path, now: datetime
) -> None:
    other = make_key(tmp_path / "other")
    forged = HeadRecord(99, b"h" * 32, now, other.fingerprint, b"s" * 64)
    with pytest.raises(NothingLost, match="No key"):
        recover(note="trust me", known_head=forged, now=now)


def test_a_restore_to_before_a_rotation_can_be_named(
    key: SigningKey, key_file: Path, now: datetime
) -> None:
    make_history(now)
    first = make_head(now)
    rotate_key(now=now + HOUR)
    lost = make_head(now + HOUR)
    with unguarded():
        forget_tail(first.seq)
    # The table of keys is as old as the rest of the backup.
    from_backup = type(first)
    assert from_backup is HeadRecord
    recover(note="disk failed", known_head=lost, now=now + 2 * HOUR)
    assert ("key unknown", lost.seq) not in found([lost])
