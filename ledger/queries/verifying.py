"""Verifying the whole ledger, or what came after a checkpoint, in bounded memory."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from ledger.models import Checkpoint, LedgerPayload, LedgerTip
from ledger.queries.head_checks import check_heads
from ledger.queries.heads import known_losses, stored_heads
from ledger.queries.keys import keychain, published_keys
from ledger.queries.pseudonyms import check_pseudonyms
from ledger.queries.rows import erased_in, hashes_at, pieces
from ledger.registry import registered_checks
from ledger.rules.damage import AT_MOST, Damage, Finding, Report
from ledger.rules.heads import HeadRecord
from ledger.rules.walk import Walk

_ORPHANS = """
    SELECT p.event_id FROM ledger_ledgerpayload AS p
    LEFT JOIN ledger_ledgerevent AS e ON e.seq = p.event_id WHERE e.seq IS NULL ORDER BY 1
"""


@dataclass(slots=True)
class _Found:
    """Keeps the first findings and counts all."""

    kept: list[Finding] = field(default_factory=list)
    count: int = 0

    def take(self, findings: Iterable[Finding]) -> None:
        """Take what one check yields; one that trips over a row has found damage too."""
        try:
            for finding in findings:
                self._keep(finding)
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            self._keep(Finding(Damage.UNREADABLE, None, str(error)))

    def _keep(self, finding: Finding) -> None:
        self.count += 1
        if len(self.kept) < AT_MOST:
            self.kept.append(finding)


def verify(
    *,
    since: Checkpoint | None = None,
    heads: Iterable[HeadRecord] = (),
    trusted: Collection[str] = (),
) -> Report:
    """Walk the chain from its beginning, or from a checkpoint, and say everything that is wrong.

    `heads` were kept outside of the database: they alone show a tail that was cut off together with
    its signed heads. `trusted`: fingerprints of keys that are known from elsewhere; a head by
    another key is then a finding. Reads only.
    """
    found, first = _Found(), since.seq if since else 0
    walk = _walk(since, found)
    keys, losses = keychain(), known_losses()
    found.take(keys.findings)
    found.take(keys.differences(published_keys()))
    found.take(_check_tip(walk))
    if first or LedgerPayload.objects.count() != walk.entries - walk.without_payload:
        found.take(_check_orphans())
    found.take(check_pseudonyms(first))
    known = {name: key for name, key in keys.keys.items() if not trusted or name in trusted}
    for some in (stored_heads(first), heads):
        found.take(check_heads(some, known, losses, walk.seq))
    for check in registered_checks():
        found.take(check())
    notes = [str(loss) for loss in losses]
    return Report(walk.entries, walk.seq, bytes(walk.stored), found.kept, found.count, notes)


def newest_checkpoint() -> Checkpoint | None:
    """Return how far the last verification without findings came."""
    return Checkpoint.objects.order_by("-at", "-seq").first()


def _walk(since: Checkpoint | None, found: _Found) -> Walk:
    walk = Walk()
    if since is not None:
        walk = Walk(seq=since.seq, stored=bytes(since.hash), computed=bytes(since.hash))
        found.take(_check_start(since))
    for rows in pieces(walk.seq):
        found.take(walk.over(rows))
        found.take(_check_emptied(walk))
    return walk


def _check_start(since: Checkpoint) -> Iterator[Finding]:
    if hashes_at([since.seq]).get(since.seq) != bytes(since.hash):
        yield Finding(Damage.HASH, since.seq, "is not what it was at the last verification")


def _check_emptied(walk: Walk) -> Iterator[Finding]:
    """Look for the `erased` event behind each payload that is gone, then forget about them."""
    emptied, walk.emptied = walk.emptied, []
    streams = {stream for _, stream in emptied if stream}
    erased = erased_in(streams) if streams else {}
    for seq, stream in emptied:
        if not any(at > seq and seq in _named(said) for at, said in erased.get(stream, ())):
            yield Finding(Damage.PAYLOAD, seq, "its payload is gone and no event says why")


def _named(content: bytes) -> Collection[int]:
    try:
        said = json.loads(content)
        return set(said["seqs"])
    except (ValueError, KeyError, TypeError):
        return ()


def _check_tip(walk: Walk) -> Iterator[Finding]:
    """Compare the row of the tip, from which the next event takes its place, with the chain."""
    tip = LedgerTip.objects.first()
    if tip is None:
        if walk.seq:
            yield Finding(Damage.TIP, None, "the row of the tip is gone")
    elif tip.seq > walk.seq:
        yield Finding(Damage.TAIL, walk.seq + 1, f"the tip was at {tip.seq}")
    elif (tip.seq, bytes(tip.hash)) != (walk.seq, bytes(walk.stored)):
        yield Finding(Damage.TIP, tip.seq, "the row of the tip is not the newest event")


def _check_orphans() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_ORPHANS)
        for (seq,) in cursor.fetchall():
            yield Finding(Damage.GAP, seq, "a payload without its event")
