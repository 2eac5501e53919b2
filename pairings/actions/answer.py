"""Both partners answer a proposal; two yeses start the pair, once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from core.hints import hint
from outbox.actions import enqueue, supersede_about
from pairings.actions.close import close_proposal
from pairings.actions.items import raise_invalid, raise_next_partner, settle_items_of
from pairings.actions.locks import lock_pair_and_places, side_of
from pairings.emails import PROPOSAL_MADE, REQUEST_MADE, pair_started, proposal_closed
from pairings.models import Pairing
from pairings.queries import Broken, check_couples, deadline_of
from pairings.queries.check import Couple
from pairings.rules import PAIR_LIFE, PairState, end_of_pair
from programs.rules import PAIRING_STATES, ProgramKind, Role

WHY_CLOSED = {
    PairState.DECLINED: _("This proposal did not lead to a pair this time."),
    PairState.EXPIRED: _("This proposal did not lead to a pair this time."),
    PairState.WITHDRAWN: _("This proposal was taken back."),
}


class NoLongerPossible(Refusal):
    """Something changed since the proposal; what it was is for the program team."""

    def __init__(self) -> None:
        message = _(
            "Something changed since this was proposed, so the pair cannot start now."
            " The program team knows and will come back to you."
        )
        super().__init__("no_longer_possible", message)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One partner's answer to a proposal whose rows are locked."""

    pairing: Pairing
    by: User
    role: Role
    now: datetime


def accept_pair(*, pairing: Pairing, by: User, now: datetime) -> Pairing:
    """Say yes; the second yes starts the pair. A yes said before stays one yes.

    Raises `Forbidden` for a stranger, `Refusal` for a closed proposal, `NoLongerPossible` when a
    rule broke meanwhile (which also becomes an action item).
    """
    with transaction.atomic():
        answer = _lock(pairing, by, now)
        if answer.pairing.accepted_at_of(answer.role) is not None:
            return answer.pairing
        _refuse_closed(answer)
        _refuse_program_that_ends(answer)
        broken = _broken_meanwhile(answer.pairing)
        if broken:
            raise_invalid(answer.pairing, broken, now=now)
        else:
            _accept(answer)
    # Raised only now: the action item must outlive the refusal.
    if broken:
        raise NoLongerPossible
    return answer.pairing


def decline_pair(*, pairing: Pairing, by: User, now: datetime) -> Pairing:
    """Say no, without a reason. The partner reads the same words as after an expiry."""
    with transaction.atomic():
        answer = _lock(pairing, by, now)
        if answer.pairing.state == PairState.DECLINED:
            return answer.pairing
        _refuse_closed(answer)
        other = Role.MENTEE if answer.role == Role.MENTOR else Role.MENTOR
        letters = [proposal_closed(answer.pairing, other)]
        close_proposal(answer.pairing, "decline", letters, by=by, now=now)
        raise_next_partner(answer.pairing, now=now)
    return answer.pairing


def _lock(pairing: Pairing, by: User, now: datetime) -> _Answer:
    locked = lock_pair_and_places(pairing)
    if locked.is_quiet:
        raise Forbidden("not_announced", _("There is nothing to answer here."))
    return _Answer(locked, by, side_of(locked, by), now)


def _refuse_closed(answer: _Answer) -> None:
    pairing = answer.pairing
    state = PairState(pairing.state)
    if not PAIR_LIFE.allows("accept", state):
        message = WHY_CLOSED.get(state, _("You are a pair already."))
        raise Refusal("closed", message)
    if answer.now >= deadline_of(pairing):
        raise Refusal("closed", WHY_CLOSED[PairState.EXPIRED])


def _refuse_program_that_ends(answer: _Answer) -> None:
    pairing = answer.pairing
    program, today = pairing.program, answer.now.astimezone(pairing.mentee.zone).date()
    if program.state not in PAIRING_STATES or (program.ends_on and program.ends_on <= today):
        raise Refusal("closed", _("This program starts no more pairs."))


def _broken_meanwhile(pairing: Pairing) -> list[Broken]:
    found = check_couples([Couple.of(pairing)])[0]
    return [each for each in found if each.rule not in pairing.overridden_rules]


def _accept(answer: _Answer) -> None:
    pairing = answer.pairing
    if answer.role == Role.MENTOR:
        pairing.mentor_accepted_at = answer.now
    else:
        pairing.mentee_accepted_at = answer.now
    pairing.revision += 1
    is_second = None not in (pairing.mentor_accepted_at, pairing.mentee_accepted_at)
    if is_second:
        _start(pairing, answer.now)
    pairing.save()
    facts = {"started": is_second}
    audit.record("accept", pairing.subject, by=answer.by, now=answer.now, facts=facts)


def _start(pairing: Pairing, now: datetime) -> None:
    program = pairing.program
    pairing.state = PairState.GETTING_STARTED
    pairing.started_at = now
    pairing.ends_on = end_of_pair(
        now.astimezone(pairing.mentee.zone).date(),
        program.ends_on,
        is_always_on=program.kind == ProgramKind.ALWAYS_ON,
    )
    supersede_about(
        subject_uid=pairing.uid,
        kinds=[PROPOSAL_MADE, REQUEST_MADE],
        reason="both have answered",
        now=now,
    )
    for role in Role:
        enqueue(pair_started(pairing, role), now=now)
    settle_items_of(pairing, how="started", now=now)
    hint("health.tasks.refresh")
