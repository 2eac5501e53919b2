"""Both partners are asked, each alone; the newer question takes the place of the older."""

from datetime import datetime

from django.db import transaction

from accounts.queries import manners_of
from outbox.actions import enqueue_many, supersede
from pairings.models import Pairing
from pulse.emails import fit_asked, keys_of
from pulse.models import FitAsk
from pulse.rules import OPEN_FOR


@transaction.atomic
def ask_both(pairing: Pairing, *, number: int, now: datetime) -> int:
    """Ask both how the pair fits after meeting `number`; returns how many are asked by this call.

    Asked again, or by several at once, it changes nothing. No entry in the audit trail: whether
    and what somebody answered must not be read from anywhere.
    """
    asks = [
        FitAsk(
            pairing=pairing,
            person_id=person,
            number=number,
            asked_at=now,
            closes_at=now + OPEN_FOR,
        )
        for person in (pairing.mentor_id, pairing.mentee_id)
    ]
    uids = {ask.uid for ask in asks}
    FitAsk.objects.bulk_create(asks, ignore_conflicts=True)
    made = list(FitAsk.objects.filter(uid__in=uids).select_related("person"))
    for ask in made:
        ask.pairing = pairing
        enqueue_many(list(fit_asked(ask, manners_of(ask.person))), now=now)
    if made:
        _close_older(pairing, number, now)
    return len(made)


def _close_older(pairing: Pairing, number: int, now: datetime) -> None:
    older = FitAsk.objects.filter(
        pairing=pairing, number__lt=number, answered_at=None, closes_at__gt=now
    )
    for ask in older.order_by("pk").select_for_update():
        ask.closes_at = now
        ask.save(update_fields=["closes_at"])
        supersede(keys=keys_of(ask), reason="asked anew", now=now)
