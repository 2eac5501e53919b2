"""A proposal that leads nowhere: taken back, or waited for long enough.

Of a pair that was fixed quietly its two people learn nothing, neither before nor when it goes.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from outbox.actions import Draft, enqueue, supersede_about
from pairings.actions.items import raise_next_partner, settle_items_of
from pairings.actions.locks import lock_pair
from pairings.emails import (
    PROPOSAL_MADE,
    REQUEST_MADE,
    proposal_closed,
    proposal_withdrawn,
    request_withdrawn,
)
from pairings.models import Pairing
from pairings.permissions import can_take_back
from pairings.queries import deadline_of
from pairings.rules import PAIR_LIFE, PairState
from programs.models import Enrollment
from programs.rules import PAIRING_STATES, Role


def close_proposal(
    pairing: Pairing, act: str, letters: Sequence[Draft], *, by: User | None, now: datetime
) -> None:
    """Close a locked proposal by one listed act and send the letters."""
    pairing.state = next(step.target for step in PAIR_LIFE.steps if step.act == act)
    pairing.ended_at = now
    pairing.revision += 1
    pairing.save(update_fields=["state", "ended_at", "revision"])
    audit.record(act, pairing.subject, by=by, now=now)
    supersede_about(
        subject_uid=pairing.uid,
        kinds=[PROPOSAL_MADE, REQUEST_MADE],
        reason="the proposal is closed",
        now=now,
    )
    for letter in letters:
        enqueue(letter, now=now)
    settle_items_of(pairing, how="closed", now=now)


def withdraw_pair(*, pairing: Pairing, by: User, now: datetime) -> Pairing:
    """Take a proposal back; a second time is harmless, a pair that has started is refused.

    Who oversees it may, and whoever asked for it.
    """
    if not can_take_back(by, pairing):
        raise Forbidden("not_coordinator", _("Only who coordinates these two can do this."))
    with transaction.atomic():
        locked = lock_pair(pairing)
        if locked.state == PairState.WITHDRAWN:
            return locked
        if not PAIR_LIFE.allows("withdraw", locked.state):
            raise Refusal("not_now", _("This proposal has its answer and cannot be taken back."))
        _withdraw(locked, by=by, now=now)
    return locked


def withdraw_proposals_at(place: Enrollment, *, by: User | None, now: datetime) -> int:
    """Take back every proposal on a place that the caller has locked; returns how many."""
    proposals = Pairing.objects.at_place(place).filter(state=PairState.PROPOSED).order_by("pk")
    return sum(_withdraw_if_open(proposal, by=by, now=now) for proposal in proposals)


def withdraw_proposals_of(*, person: User, by: User | None, now: datetime) -> int:
    """Take back every proposal of a person, of a leaver for instance; returns how many."""
    proposals = Pairing.objects.of_person(person).filter(state=PairState.PROPOSED).order_by("pk")
    with transaction.atomic():
        return sum(_withdraw_if_open(proposal, by=by, now=now) for proposal in proposals)


def _withdraw_if_open(proposal: Pairing, *, by: User | None, now: datetime) -> bool:
    locked = lock_pair(proposal)
    if locked.state != PairState.PROPOSED:
        return False
    _withdraw(locked, by=by, now=now)
    if locked.is_quiet:
        raise_next_partner(locked, now=now)
    return True


def _withdraw(locked: Pairing, *, by: User | None, now: datetime) -> None:
    close_proposal(locked, "withdraw", _letters_of_withdrawal(locked, by), by=by, now=now)


def _letters_of_withdrawal(locked: Pairing, by: User | None) -> list[Draft]:
    if locked.is_quiet:
        return []
    here = [role for role in Role if locked.person_in(role).is_here]
    if locked.is_request and by is not None and by.pk == locked.proposed_by_id:
        return [request_withdrawn(locked, role) for role in here if locked.person_in(role) != by]
    return [proposal_withdrawn(locked, role) for role in here]


def expire_proposals(*, now: datetime) -> int:
    """Close the proposals that were waited for long enough; returns how many.

    Leave that was entered after a proposal gives more time, and then moves its date. A program
    that closes takes its proposals back.
    """
    open_ones = Pairing.objects.filter(state=PairState.PROPOSED).order_by("pk")
    closing = open_ones.exclude(program__state__in=PAIRING_STATES)
    taken_back = sum(_take_back(proposal, now) for proposal in list(closing))
    due = Pairing.objects.asked().filter(expires_at__lte=now).order_by("pk")
    return taken_back + sum(_expire(proposal, now) for proposal in list(due))


def _take_back(proposal: Pairing, now: datetime) -> bool:
    with transaction.atomic():
        return _withdraw_if_open(proposal, by=None, now=now)


def _expire(proposal: Pairing, now: datetime) -> bool:
    with transaction.atomic():
        locked = lock_pair(proposal)
        if locked.state != PairState.PROPOSED or locked.is_quiet:
            return False
        deadline = deadline_of(locked)
        if deadline > now:
            Pairing.objects.filter(pk=locked.pk).update(expires_at=deadline)
            return False
        letters = [proposal_closed(locked, role) for role in Role]
        close_proposal(locked, "expire", letters, by=None, now=now)
        raise_next_partner(locked, now=now)
    return True
