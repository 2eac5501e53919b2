"""What each side had before their eyes last, so that a page says what the other changed."""

from collections.abc import Collection
from datetime import datetime

from contracts.models import LastSeen, Version
from contracts.queries.parts import PIECES, plain_text
from programs.rules import Role


def remember(
    version: Version, role: Role, *, now: datetime, pieces: Collection[str] = PIECES
) -> None:
    """Note the stored text as seen by one side; pieces they cannot have seen stay as they were.

    The caller holds the lock of the contract.
    """
    row = LastSeen.objects.filter(contract=version.contract_id, role=role).first()
    row = row or LastSeen(contract=version.contract, role=role)
    text = plain_text(Version.objects.get(pk=version.pk))
    row.text = row.text | {name: text[name] for name in pieces}
    row.seen_at = now
    row.save()
