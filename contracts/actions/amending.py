"""A new draft beside the agreement in force, which stays so until both have signed the new one."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from contracts.actions.copying import copy_to_draft
from contracts.actions.locking import lock_contract, lock_version
from contracts.actions.refusals import not_a_draft, not_an_amendment, nothing_in_force
from contracts.actions.seeing import remember
from contracts.models import Contract, Version
from contracts.queries.beside import base_of, in_force_of
from contracts.queries.terms import start_of
from contracts.rules import VERSION_LIFE, VersionState
from contracts.rules.dates import review_day
from core import audit
from programs.rules import Role


def amend_agreement(*, contract: Contract, by: User, now: datetime) -> Version:
    """Return the draft beside the version in force, written anew when there is no text beside it.

    It holds the text in force under the newest house rules, without first dates: planned meetings
    stay. A text that is in the making already is returned as it is, so both may begin at once.
    """
    with transaction.atomic():
        locked = lock_contract(contract, by=by)
        making = contract.versions.in_the_making().with_pair().first()
        if making is not None:
            return making
        base = in_force_of(contract)
        if base is None:
            raise nothing_in_force()
        draft = copy_to_draft(base, now=now, first_dates=[], review_on=_review_on(base, now))
        # Both signed this text, so both have seen it.
        for role in Role:
            remember(draft, role, now=now)
        facts = {"version": draft.number, "amends": base.number}
        audit.record("begin amendment", locked.contract.subject, by=by, now=now, facts=facts)
        return draft


def _review_on(base: Version, now: datetime) -> date | None:
    """Keep the day of the review while it is to come; else the middle of what is left."""
    pairing = base.contract.pairing
    today = now.astimezone(pairing.mentee.zone).date()
    if base.review_on is not None and base.review_on > today:
        return base.review_on
    return review_day(start_of(pairing), pairing.ends_on or base.ends_on, today)


def drop_amendment(*, version: Version, by: User, now: datetime) -> Version:
    """Close a draft beside a version in force, which simply goes on; dropping twice is harmless.

    Refuses the first draft of a pair, and texts that wait for signatures.
    """
    with transaction.atomic():
        locked = lock_version(version, by=by)
        if locked.version.state == VersionState.DROPPED:
            return locked.version
        if not VERSION_LIFE.allows("drop", locked.version.state):
            raise not_a_draft(locked.version.state)
        if base_of(locked.version) is None:
            raise not_an_amendment()
        locked.version.state, locked.version.closed_at = VersionState.DROPPED, now
        locked.version.save(update_fields=["state", "closed_at"])
        facts = {"version": locked.version.number}
        audit.record("drop amendment", locked.contract.subject, by=by, now=now, facts=facts)
        return locked.version
