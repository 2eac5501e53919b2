"""A pair's contract is opened once: with a first draft, prefilled from what both hoped for."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts.actions.copying import first_draft
from contracts.actions.inscribing import inscribe_opening
from contracts.actions.refusals import not_live
from contracts.models import Contract
from core import audit
from pairings.actions import lock_pair
from pairings.models import Pairing


def open_contract(*, pairing: Pairing, now: datetime, by: User | None = None) -> Contract:
    """Return the contract of a live pair, with its first draft when there was none."""
    with transaction.atomic():
        fresh = lock_pair(pairing)
        contract = Contract.objects.filter(pairing=fresh).first()
        if contract is not None:
            return contract
        if not fresh.is_live:
            raise not_live()
        contract = Contract.objects.create(pairing=fresh)
        first_draft(contract, fresh, now=now)
        audit.record("open agreement", contract.subject, by=by, now=now)
        inscribe_opening(contract, by, now)
        return contract
