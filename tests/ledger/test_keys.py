"""The key: one file for one process, rotation and revocation that the chain tells of."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ledger.actions import KeyClosed, revoke_key, rotate_key, sign_head
from ledger.keys import KeyMissing, SigningKey, make_key, read_key, signing_key, verifies
from ledger.models import LedgerEvent, LedgerHead, LedgerKey
from ledger.queries import published_keys
from tests.ledger.chains import found, make_head, make_history, say


def test_a_key_signs_and_its_public_half_verifies(key: SigningKey) -> None:
    signature = signing_key().sign(b"message")
    assert len(signature) == 64
    assert verifies(key.public_key, signature, b"message")
    assert not verifies(key.public_key, signature, b"massage")
    assert not verifies(key.public_key, b"", b"message")
    assert not verifies(b"short", signature, b"message")


def test_a_key_is_never_written_over_nor_open_to_others(key: SigningKey, key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_key(key_file)
    assert signing_key().fingerprint == key.fingerprint


def test_without_a_key_the_sentence_says_what_to_do(key_file: Path) -> None:
    with pytest.raises(KeyMissing, match=r"signing_key --make"):
        signing_key()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_key_that_others_could_read_is_refused(
    mode: int, key: SigningKey, key_file: Path
) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeyMissing, match="chmod 600"):
        signing_key()


def _other_kind() -> bytes:
    private = ec.generate_private_key(ec.SECP256R1())
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\0" * 5000, _other_kind()])
def test_a_file_that_holds_no_such_key_is_refused(content: bytes, key_file: Path) -> None:
    key_file.touch(mode=0o600)
    key_file.write_bytes(content)
    with pytest.raises(KeyMissing):
        read_key(key_file)


def test_a_key_shows_nothing_secret_of_itself(key: SigningKey) -> None:
    assert "_private" not in repr(key)


@pytest.mark.django_db
def test_the_first_signature_makes_the_key_known(key: SigningKey, now: datetime) -> None:
    make_head(now)
    known = published_keys()
    assert [(k.fingerprint, k.from_seq, k.until_seq) for k in known] == [(key.fingerprint, 1, None)]
    assert found() == []


@pytest.mark.django_db
def test_a_rotation_closes_the_old_key_with_a_last_head(
    key: SigningKey, key_file: Path, now: datetime
) -> None:
    make_history(now)
    make_head(now)
    say(now)
    new = rotate_key(now=now)
    assert signing_key().fingerprint == new.fingerprint != key.fingerprint
    first, second = published_keys()
    assert (first.until_seq, second.from_seq, second.until_seq) == (8, 9, None)
    assert LedgerHead.objects.get(seq=8).fingerprint == key.fingerprint
    assert make_head(now).fingerprint == new.fingerprint
    assert found() == []


@pytest.mark.django_db
def test_a_rotation_that_was_broken_off_goes_on_where_it_was(
    key: SigningKey, key_file: Path, now: datetime
) -> None:
    make_head(now)
    old = key_file.read_bytes()
    new = rotate_key(now=now)
    # It died before the new file took the place of the old one.
    key_file.rename(key_file.with_name("signing.key.next"))
    key_file.touch(mode=0o600)
    key_file.write_bytes(old)
    with pytest.raises(KeyClosed):
        sign_head(now=now)
    assert rotate_key(now=now).fingerprint == new.fingerprint
    assert LedgerKey.objects.count() == 2
    assert make_head(now).fingerprint == new.fingerprint
    assert found() == []


@pytest.mark.django_db
def test_a_rotation_that_died_before_the_ledger_knew_takes_the_same_key(
    key: SigningKey, key_file: Path, now: datetime
) -> None:
    make_head(now)
    waiting = make_key(key_file.with_name("signing.key.next"))
    assert rotate_key(now=now).fingerprint == waiting.fingerprint
    assert found() == []


@pytest.mark.django_db
def test_a_key_from_elsewhere_does_not_sign(key: SigningKey, key_file: Path, now: datetime) -> None:
    make_head(now)
    say(now)
    key_file.unlink()
    make_key(key_file)
    with pytest.raises(KeyClosed, match="does not sign"):
        sign_head(now=now)
    with pytest.raises(KeyClosed, match="not here"):
        rotate_key(now=now)
    assert LedgerKey.objects.count() == 1


@pytest.mark.django_db
def test_a_lost_key_is_revoked_and_another_begins(
    key: SigningKey, key_file: Path, now: datetime
) -> None:
    make_history(now)
    make_head(now)
    key_file.unlink()
    revoke_key(fingerprint=key.fingerprint, why="lost", now=now + timedelta(hours=1))
    new = rotate_key(now=now + timedelta(hours=2))
    make_head(now + timedelta(hours=2))
    old, _ = published_keys()
    assert (old.revoked_why, old.until_seq) == ("lost", 7)
    assert signing_key().fingerprint == new.fingerprint
    assert found() == []


@pytest.mark.django_db
def test_revoking_twice_is_one_event_and_the_revoked_key_signs_no_more(
    key: SigningKey, now: datetime
) -> None:
    make_head(now)
    for _ in range(2):
        revoke_key(fingerprint=key.fingerprint, why="stolen", now=now)
    assert LedgerEvent.objects.filter(kind="key_changed").count() == 2
    with pytest.raises(KeyClosed):
        sign_head(now=now)


@pytest.mark.django_db
def test_an_unknown_key_is_not_revoked(key: SigningKey, now: datetime) -> None:
    with pytest.raises(KeyClosed, match="knows no key"):
        revoke_key(fingerprint="0" * 64, why="why", now=now)
    assert LedgerEvent.objects.count() == 0
