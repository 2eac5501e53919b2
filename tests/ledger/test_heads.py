"""Heads: signed once, laid down once, and worth what their key is worth."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger.actions import publish_head, revoke_key, rotate_key, sign_head
from ledger.keys import KeyMissing, SigningKey, make_key
from ledger.models import LedgerHead
from ledger.queries import newest_head, read_head, verify
from ledger.rules.heads import HeadRecord, NotAHead
from tests.ledger.chains import found, make_head, make_history, say

pytestmark = pytest.mark.django_db


def test_the_same_tip_gives_the_same_head_again(key: SigningKey, now: datetime) -> None:
    make_history(now)
    first = make_head(now)
    assert make_head(now + timedelta(hours=1)) == first
    say(now)
    assert make_head(now + timedelta(hours=2)).seq == first.seq + 1
    assert found() == []


def test_a_head_of_an_empty_ledger_is_that_of_its_first_key(key: SigningKey, now: datetime) -> None:
    assert make_head(now).seq == 1
    assert newest_head() == make_head(now)


def test_without_the_key_nothing_is_signed(key_file: Path, now: datetime) -> None:
    make_history(now)
    with pytest.raises(KeyMissing):
        sign_head(now=now)
    assert LedgerHead.objects.count() == 0


def _forged(head: HeadRecord, other: SigningKey) -> HeadRecord:
    forged = replace(head, fingerprint=other.fingerprint)
    return replace(forged, signature=other.sign(forged.message))


def test_a_head_forged_with_a_key_of_its_own_is_unknown(
    key: SigningKey, tmp_path: Path, now: datetime
) -> None:
    head = make_head(now)
    forged = _forged(head, make_key(tmp_path / "other"))
    assert found([forged]) == [("key unknown", 1)]
    lying = replace(forged, fingerprint=key.fingerprint)
    assert found([lying]) == [("head signature", 1)]


def test_only_trusted_keys_count_when_they_are_named(key: SigningKey, now: datetime) -> None:
    make_head(now)
    assert found(trusted=[key.fingerprint]) == []
    assert found(trusted=["0" * 64]) == [("key unknown", 1)]


def test_a_key_signs_in_its_own_range_alone(key: SigningKey, now: datetime) -> None:
    make_history(now)
    make_head(now)
    rotate_key(now=now)
    late = say(now)
    head = HeadRecord(late.seq, bytes(late.hash), now, key.fingerprint, b"")
    head = replace(head, signature=key.sign(head.message))
    assert found([head]) == [("key out of its range", late.seq)]


def test_heads_that_a_revoked_key_signed_before_stay_good(key: SigningKey, now: datetime) -> None:
    make_history(now)
    before = make_head(now)
    revoke_key(fingerprint=key.fingerprint, why="stolen", now=now + timedelta(hours=1))
    rotate_key(now=now + timedelta(hours=1))
    assert found([before]) == []


@pytest.mark.parametrize("backdated", [True, False])
def test_what_a_thief_signs_with_a_revoked_key_is_told_apart(
    key: SigningKey, now: datetime, *, backdated: bool
) -> None:
    make_history(now)
    make_head(now)
    revoke_key(fingerprint=key.fingerprint, why="stolen", now=now + timedelta(hours=1))
    at = now if backdated else now + timedelta(hours=2)
    forged = HeadRecord(5, b"h" * 32, at, key.fingerprint, b"")
    forged = replace(forged, signature=key.sign(forged.message))
    assert found([forged]) == [("key revoked", 5)]


def test_a_head_is_laid_down_once_a_day_and_never_written_over(
    key: SigningKey, heads_dir: Path, now: datetime
) -> None:
    make_history(now)
    head = make_head(now)
    path = publish_head(now=now)
    assert path is not None
    assert path.name == "head-2026-11-23.json"
    assert replace(read_head(path), source="the database") == head
    before = path.read_bytes()
    say(now)
    make_head(now)
    assert publish_head(now=now + timedelta(hours=9)) is None
    assert path.read_bytes() == before
    assert publish_head(now=now + timedelta(days=1)) is not None
    assert sorted(p.name for p in heads_dir.iterdir()) == [
        "head-2026-11-23.json",
        "head-2026-11-24.json",
    ]
    assert verify(heads=[read_head(path)]).is_intact


def test_before_the_first_head_nothing_is_laid_down(heads_dir: Path, now: datetime) -> None:
    assert publish_head(now=now) is None
    assert not heads_dir.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema", "other/1"),
        ("seq", 0),
        ("seq", "1"),
        ("seq", True),
        ("seq", 2**31),
        ("hash", "zz"),
        ("hash", None),
        ("signed_at", "soon"),
        ("signed_at", "2026-11-23T09:30:00"),
        ("fingerprint", "abc"),
        ("signature", ""),
    ],
)
def test_a_file_that_is_no_head_is_refused_in_words(
    field: str, value: object, key: SigningKey, heads_dir: Path, now: datetime
) -> None:
    make_head(now)
    path = publish_head(now=now)
    assert path is not None
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {field: value}))
    with pytest.raises(NotAHead, match="head-2026"):
        read_head(path)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff\xfe", b"[" * 60_000, b" " * 100_000, b"1e9"]
)
def test_whatever_a_file_holds_reading_it_ends_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "head.json").write_bytes(content)
    with pytest.raises(NotAHead):
        read_head(tmp_path / "head.json")
    with pytest.raises(NotAHead, match="cannot be read"):
        read_head(tmp_path)


def test_a_head_in_another_zone_is_the_same_head(
    key: SigningKey, heads_dir: Path, now: datetime
) -> None:
    east = now.astimezone(datetime.strptime("+0900", "%z").tzinfo)
    assert make_head(east).signed_at == now.astimezone(UTC)
    assert found() == []
