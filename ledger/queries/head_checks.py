"""Heads against the chain: who signed them, whether they may have, whether it is this chain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ledger.keys import verifies
from ledger.queries.rows import hashes_at
from ledger.rules.damage import Damage, Finding
from ledger.rules.heads import HeadRecord, KeyRecord
from ledger.rules.recovery import Loss

_PIECE = 500


def check_heads(
    heads: Iterable[HeadRecord],
    keys: Mapping[str, KeyRecord],
    losses: Sequence[Loss],
    tip: int,
) -> Iterator[Finding]:
    """Yield what is wrong with heads; those over events that a restore lost are no alarm."""
    rest = iter(heads)
    while piece := list(islice(rest, _PIECE)):
        stored = hashes_at([head.seq for head in piece])
        for head in piece:
            damage = _damage(head, keys.get(head.fingerprint), stored.get(head.seq), tip)
            if damage and not any(loss.explains(head) for loss in losses):
                yield Finding(damage, head.seq, f"head of {head.signed_at:%F %T} in {head.source}")


def _damage(
    head: HeadRecord, key: KeyRecord | None, stored: bytes | None, tip: int
) -> Damage | None:
    if key is None:
        return Damage.KEY_UNKNOWN
    if not verifies(key.public_key, head.signature, head.message):
        return Damage.HEAD_SIGNATURE
    if stored != head.hash:
        is_trusted = key.revoked_at is None
        beyond = Damage.TAIL if stored is None and head.seq > tip else Damage.HEAD
        return beyond if is_trusted else Damage.KEY_REVOKED
    return _out_of_range(head, key)


def _out_of_range(head: HeadRecord, key: KeyRecord) -> Damage | None:
    if key.revoked_at is not None and head.signed_at > key.revoked_at:
        return Damage.KEY_REVOKED
    return None if key.covers(head.seq) else Damage.KEY_RANGE
