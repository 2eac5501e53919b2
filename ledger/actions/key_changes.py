"""Which key signs: the first one, its successors, and keys that are not to be trusted any more.

Each change is an event of the ledger's own stream, from which the table of keys can be told.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ledger.actions.appending import append, lock_tip
from ledger.keys import SigningKey, make_key, read_key, signing_key
from ledger.models import LedgerEvent, LedgerHead, LedgerKey
from ledger.rules import LEDGER_STREAM, Kind, head_message, microseconds, succession_message


class KeyClosed(Exception):
    """The key may not sign, or the change cannot be made; the message says why and what to do."""


def register_first_key(key: SigningKey, now: datetime) -> None:
    """Make the first key known; raises `KeyClosed` when this key does not sign (any more)."""
    signing = _signing()
    if signing is None and not LedgerKey.objects.exists():
        with transaction.atomic():
            lock_tip()
            if not LedgerKey.objects.exists():
                _open(key, {}, now)
            signing = _signing()
    if signing is None or signing.fingerprint != key.fingerprint:
        message = (
            f"The key {key.fingerprint[:16]} does not sign for this ledger."
            " manage.py signing_key --show says which one does, --rotate lets a new one follow."
        )
        raise KeyClosed(message)


def rotate_key(*, now: datetime) -> SigningKey:
    """Let a new key follow; the old one signs once more, names its successor and is written over.

    It can be broken off anywhere and called again: the new key waits beside the old one until it is
    known, and takes its place after.
    """
    path = Path(settings.SIGNING_KEY_FILE)
    waiting = path.with_name(f"{path.name}.next")
    new = read_key(waiting) if waiting.exists() else make_key(waiting)
    with transaction.atomic():
        lock_tip()
        signing = _signing()
        if signing is None or signing.fingerprint != new.fingerprint:
            _succeed(signing, new, now)
    waiting.replace(path)
    return new


def revoke_key(*, fingerprint: str, why: str, now: datetime) -> LedgerKey:
    """Trust a key no more from now on; heads that it signed before stay good where they fit.

    Revoking twice changes nothing. The one that signs can be revoked: then `rotate_key` is next.
    Raises `KeyClosed` for a key that the ledger does not know.
    """
    with transaction.atomic():
        lock_tip()
        key = LedgerKey.objects.select_for_update().filter(fingerprint=fingerprint).first()
        if key is None:
            message = f"This ledger knows no key {fingerprint}."
            raise KeyClosed(message)
        if key.revoked_at is None:
            event = _announce({"revoked": fingerprint, "why": why}, now)
            key.until_seq = event.seq - 1 if key.until_seq is None else key.until_seq
            key.revoked_at, key.revoked_why = now, why
            key.save(update_fields=["until_seq", "revoked_at", "revoked_why"])
        return key


def _signing() -> LedgerKey | None:
    return LedgerKey.objects.filter(until_seq=None).first()


def _succeed(signing: LedgerKey | None, new: SigningKey, now: datetime) -> None:
    """Close the key that signs, if there is one, with a last head and its word for the new one."""
    if signing is None:
        _open(new, {}, now)
        return
    old = signing_key()
    if old.fingerprint != signing.fingerprint:
        message = (
            f"The key that signs, {signing.fingerprint[:16]}, is not here. When it is lost:"
            f" manage.py signing_key --revoke {signing.fingerprint} --why lost, then --rotate."
        )
        raise KeyClosed(message)
    _sign_last(old, now)
    word = old.sign(succession_message(old.public_key, new.public_key))
    facts = {"follows": old.fingerprint, "word": word.hex()}
    signing.until_seq = LedgerEvent.objects.latest("seq").seq
    signing.save(update_fields=["until_seq"])
    _open(new, facts, now)


def _sign_last(old: SigningKey, now: datetime) -> None:
    tip = LedgerEvent.objects.latest("seq")
    if not LedgerHead.objects.filter(seq=tip.seq).exists():
        signature = old.sign(head_message(tip.seq, bytes(tip.hash), now))
        LedgerHead.objects.create(
            seq=tip.seq,
            hash=tip.hash,
            signed_at_us=microseconds(now),
            fingerprint=old.fingerprint,
            signature=signature,
        )


def _open(key: SigningKey, facts: Mapping[str, object], now: datetime) -> None:
    event = _announce({"key": key.public_key.hex(), **facts}, now)
    LedgerKey.objects.create(
        public_key=key.public_key, fingerprint=key.fingerprint, from_seq=event.seq
    )


def _announce(payload: Mapping[str, object], now: datetime) -> LedgerEvent:
    return append(
        stream=LEDGER_STREAM, kind=Kind.KEY_CHANGED, actor_id=None, payload=payload, now=now
    )
