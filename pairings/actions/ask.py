"""A participant asks somebody to be their partner: a proposal that one of the two has accepted."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from outbox.actions import enqueue
from pairings.actions.items import settle_next_partner
from pairings.actions.locks import lock_pairing_program
from pairings.actions.propose import refuse_program_that_pairs_nobody
from pairings.emails import request_made
from pairings.models import Pairing, RequestLine
from pairings.queries import check_couples
from pairings.queries.check import Couple
from pairings.queries.suggestions import (
    couple_of,
    open_pairs_at,
    recently_closed_with,
    takes_requests_now,
)
from pairings.queries.waiting import time_to_decide
from pairings.rules import PairState
from programs.actions import lock_places
from programs.models import Enrollment, Program
from programs.permissions import owns_place
from programs.queries import overseer_where_nobody_is_free
from programs.rules import EnrollmentState, Role


@dataclass(frozen=True, slots=True)
class _Ask:
    """Two locked places: who asks, and who is asked."""

    program: Program
    place: Enrollment
    other: Enrollment
    now: datetime

    @property
    def couple(self) -> Couple:
        """The two as mentor and mentee."""
        return couple_of(self.place, self.other)


def ask_for_partner(
    *, place: Enrollment, other: Enrollment, by: User, now: datetime, line: str = ""
) -> Pairing:
    """Ask one person; asking the same one again while it is open changes nothing.

    `line` is read by the two alone. Refusals: `no_requests` (the program takes none now),
    `not_enrolled`, `one_at_a_time`, `cannot_be_asked` (a rule, or a no within 30 days: the words
    are the same). Raises `Forbidden` for somebody else's place.
    """
    if not owns_place(by, place):
        raise Forbidden("not_yours", _("Only the person themselves can ask."))
    with transaction.atomic():
        ask = _lock(place, other, now)
        standing = open_pairs_at(ask.place)
        known = _same_request(standing, ask)
        if known is not None:
            return known
        _refuse_who_cannot_ask(ask, standing)
        _refuse_who_cannot_be_asked(ask)
        return _create(ask, line.strip())


def _lock(place: Enrollment, other: Enrollment, now: datetime) -> _Ask:
    if place.program_id != other.program_id:
        raise Refusal("two_programs", _("These two take part in different programs."))
    program = lock_pairing_program(place.program)
    places = lock_places([place.pk, other.pk])
    return _Ask(program, places[place.pk], places[other.pk], now)


def _same_request(standing: list[Pairing], ask: _Ask) -> Pairing | None:
    both = {ask.place.pk, ask.other.pk}
    return next(
        (
            pair
            for pair in standing
            if pair.is_request
            and pair.state == PairState.PROPOSED
            and pair.proposed_by_id == ask.place.user_id
            and {pair.mentor_enrollment_id, pair.mentee_enrollment_id} == both
        ),
        None,
    )


def _refuse_who_cannot_ask(ask: _Ask, standing: list[Pairing]) -> None:
    if not takes_requests_now(ask.program):
        raise Refusal("no_requests", _("In this program nobody can be asked right now."))
    refuse_program_that_pairs_nobody(ask.program, ask.couple.mentee, ask.now)
    if ask.place.state != EnrollmentState.APPROVED or not ask.place.is_available:
        raise Refusal("not_enrolled", _("You take no new partner now. Change that first."))
    if standing:
        message = _("You have a partner, or a question that is open. One at a time.")
        raise Refusal("one_at_a_time", message)


def _refuse_who_cannot_be_asked(ask: _Ask) -> None:
    """Say the same for every cause: why somebody is not free is theirs, or a coordinator's."""
    closed = recently_closed_with(ask.place.user, ask.program, now=ask.now)
    if ask.other.user_id in closed or check_couples([ask.couple])[0]:
        raise Refusal("cannot_be_asked", _("This person cannot be asked right now."))


def _create(ask: _Ask, line: str) -> Pairing:
    couple, asks_as_mentor = ask.couple, ask.place.role == Role.MENTOR
    both = (ask.place, ask.other) if asks_as_mentor else (ask.other, ask.place)
    people = [couple.mentor.pk, couple.mentee.pk]
    pairing = Pairing.objects.create(
        program=ask.program,
        mentor=couple.mentor,
        mentee=couple.mentee,
        mentor_enrollment=both[0],
        mentee_enrollment=both[1],
        state=PairState.PROPOSED,
        is_request=True,
        proposed_by=ask.place.user,
        proposed_at=ask.now,
        expires_at=time_to_decide(ask.now, [ask.other.user]),
        mentor_accepted_at=ask.now if asks_as_mentor else None,
        mentee_accepted_at=None if asks_as_mentor else ask.now,
        overseer=overseer_where_nobody_is_free(ask.program, people),
    )
    if line:
        RequestLine.objects.create(pairing=pairing, text=line)
    facts = {"request": True, "overseer": pairing.overseer_id}
    audit.record("propose", pairing.subject, by=ask.place.user, now=ask.now, facts=facts)
    enqueue(request_made(pairing, Role(ask.other.role)), now=ask.now)
    settle_next_partner(pairing, now=ask.now)
    return pairing
