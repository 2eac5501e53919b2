"""New house rules never touch an agreement in force; a partner may wish to hear no more of them."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts.actions.refusals import not_a_partner
from contracts.models import Contract, HouseRules, RulesLeft
from contracts.permissions import is_partner
from core import audit


def leave_rules_as_they_are(
    *, contract: Contract, rules: HouseRules, by: User, now: datetime
) -> RulesLeft:
    """Take a version of the rules off one's own home; the partner and the agreement are as before.

    Twice is harmless, and it can still be taken up at any time.
    """
    if not is_partner(by, contract) or rules.program_id != contract.pairing.program_id:
        raise not_a_partner()
    with transaction.atomic():
        left, is_new = RulesLeft.objects.get_or_create(
            user=by, contract=contract, rules=rules, defaults={"left_at": now}
        )
        if is_new:
            facts = {"version": rules.number}
            audit.record("leave house rules", contract.subject, by=by, now=now, facts=facts)
    return left
