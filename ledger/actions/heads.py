"""Heads: the newest event, signed, and laid down outside of the database."""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ledger.actions.appending import lock_tip
from ledger.actions.key_changes import register_first_key
from ledger.keys import signing_key
from ledger.models import LedgerEvent, LedgerHead
from ledger.queries.heads import newest_head
from ledger.rules import head_message, microseconds
from ledger.rules.heads import HeadRecord, head_as_json


def sign_head(*, now: datetime) -> LedgerHead:
    """Sign the newest event; asked again before another one, it gives the same head again.

    Raises `KeyMissing` where the key is not, and `KeyClosed` when another key signs by now.
    """
    key = signing_key()
    with transaction.atomic():
        lock_tip()
        register_first_key(key, now)
        tip = LedgerEvent.objects.latest("seq")
        standing = LedgerHead.objects.filter(seq=tip.seq).first()
        if standing is not None:
            return standing
        signature = key.sign(head_message(tip.seq, bytes(tip.hash), now))
        return LedgerHead.objects.create(
            seq=tip.seq,
            hash=tip.hash,
            signed_at_us=microseconds(now),
            fingerprint=key.fingerprint,
            signature=signature,
        )


def publish_head(*, now: datetime) -> Path | None:
    """Lay down the newest head as a file, once a day; returns None when today's is there.

    A file is never written over: what was published yesterday cannot be made different today.
    """
    head = newest_head()
    folder = Path(settings.LEDGER_HEADS_DIR)
    path = folder / f"head-{now:%Y-%m-%d}.json"
    if head is None or path.exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _write_once(path, head)
    except FileExistsError:
        return None
    return path


def _write_once(path: Path, head: HeadRecord) -> None:
    """Show the file only when it is whole; two processes at once write one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(head_as_json(head), file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
