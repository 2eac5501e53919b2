"""Erasing: the words of a pair that is over go, and that there was an agreement stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contracts.models import Comment, Contract, Goal, LastSeen, Signature, SignedCopy
from core import audit
from core.errors import Refusal
from ledger.actions import erase
from pairings.actions import lock_pair
from pairings.models import Pairing


def erase_agreement(*, pairing: Pairing, now: datetime) -> bool:
    """Take every word of a pair that is over out of its agreement, tables and ledger alike.

    States, dates, fingerprints and how each was known stay; texts, typed names, goals, comments and
    signed copies go, and nothing can be verified any more. Returns whether there was an agreement;
    again is harmless. Refuses a pair that is not over.
    """
    with transaction.atomic():
        locked = lock_pair(pairing)
        if locked.ended_at is None or locked.is_live:
            raise Refusal("not_over", _("Only the agreement of a pair that is over can be erased."))
        contract = Contract.objects.select_for_update().filter(pairing=locked).first()
        if contract is None:
            return False
        # The database lets the rows be emptied once the ledger says that they are.
        erase(stream=contract.uid, now=now)
        _empty(contract)
        audit.record("erase agreement", contract.subject, by=None, now=now)
        return True


def _empty(contract: Contract) -> None:
    mine = {"version__contract": contract}
    # What was said of their goals goes with them.
    Goal.objects.filter(**mine).delete()
    Comment.objects.filter(**mine).delete()
    SignedCopy.objects.filter(**mine).delete()
    LastSeen.objects.filter(contract=contract).delete()
    Signature.objects.filter(**mine).update(typed_name="")
    contract.versions.update(
        document=None, place="", agenda_habit="", notice="", comment="", first_dates=[]
    )
