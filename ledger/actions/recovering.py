"""After a lawful restore: the ledger says itself what it lost."""

from datetime import datetime

from django.db import transaction

from ledger.actions.appending import append, lock_tip
from ledger.models import LedgerEvent
from ledger.queries.heads import is_signed_by_known_key, last_common_seq, stands_on_chain
from ledger.rules import LEDGER_STREAM, Kind
from ledger.rules.heads import HeadRecord, head_as_json


class NothingLost(Exception):
    """There is no gap to be named; the message says why."""


def recover(*, note: str, known_head: HeadRecord, now: datetime) -> LedgerEvent:
    """Append what a restore lost: everything after the last common head, up to `known_head`.

    `known_head` is the newest head that was published before. Raises `NothingLost` when it stands
    on this chain, or when no key of this ledger signed it.
    """
    with transaction.atomic():
        tip = lock_tip()
        if not is_signed_by_known_key(known_head):
            message = "No key of this ledger signed that head: it says nothing about a loss."
            raise NothingLost(message)
        if stands_on_chain(known_head):
            message = f"Event {known_head.seq} is here as it was published: nothing is lost."
            raise NothingLost(message)
        payload = {
            "note": note,
            "after": last_common_seq(known_head),
            "until": known_head.seq,
            "known_head": head_as_json(known_head),
            "tip": {"seq": tip.seq, "hash": bytes(tip.hash).hex()},
        }
        return append(
            stream=LEDGER_STREAM, kind=Kind.RECOVERED, actor_id=None, payload=payload, now=now
        )
