"""Contracts and house rules from before there was a ledger are entered into it, as they stand."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from contracts.models import Contract
from contracts.queries.tables import (
    Line,
    contracts_to_check,
    lines_of,
    lines_of_rules,
    programs_to_check,
)
from core import audit
from core.canonical import read_canonical
from ledger.actions import append
from ledger.models import LedgerEvent
from ledger.rules import Kind
from programs.models import Program


def enter_existing(*, now: datetime) -> int:
    """Enter what the ledger does not know yet; returns how many contracts and programs.

    The entries say when things happened and who signed; that they were entered later shows in
    their own time, and that no actor is named. What is known already is left as it is.
    """
    count = 0
    for program in programs_to_check().iterator(chunk_size=100):
        with transaction.atomic():
            Program.objects.select_for_update().get(pk=program.pk)
            count += _enter(program.uid, lines_of_rules(program), now)
    for contract in contracts_to_check().iterator(chunk_size=100):
        with transaction.atomic():
            Contract.objects.select_for_update().get(pk=contract.pk)
            count += _enter(contract.uid, lines_of(contract), now)
    return count


def _enter(stream: UUID, lines: Iterable[Line], now: datetime) -> bool:
    if LedgerEvent.objects.filter(stream=stream).exists():
        return False
    entered = [
        append(stream=stream, kind=Kind(kind), actor_id=None, payload=_read(entry), now=now)
        for kind, entry in lines
    ]
    if entered:
        audit.record("enter into ledger", ("ledger", stream), by=None, now=now)
    return bool(entered)


def _read(entry: bytes) -> dict[str, object]:
    said = read_canonical(entry)
    return dict(said) if isinstance(said, dict) else {}
