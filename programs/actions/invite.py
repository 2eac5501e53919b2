"""HR asks people to take part; each address gets an answer, and nobody is asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from outbox.actions import enqueue
from programs.actions.apply import Wishes, keep_wishes
from programs.actions.locks import lock_as_coordinator, lock_places, lock_program
from programs.actions.steps import take_step
from programs.emails import place_invited
from programs.models import Enrollment, Invitation, Program
from programs.rules import INVITING_STATES, EnrollmentState, InviteOutcome, standing_of

ADDRESSES_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class InviteAnswer:
    """What came of one address."""

    address: str
    outcome: InviteOutcome
    person: User | None = None


@dataclass(frozen=True, slots=True)
class _Ask:
    """Who asks for what, in a locked program."""

    program: Program
    wishes: Wishes
    by: User
    now: datetime


def invite_people(
    *, program: Program, addresses: Sequence[str], wishes: Wishes, by: User, now: datetime
) -> list[InviteAnswer]:
    """Invite the people behind these addresses and mail each a personal link, once.

    Refuses a program that is not open yet or takes nobody any more, and more than 200 addresses.
    """
    wanted = {address.lower(): address for address in addresses}
    if len(wanted) > ADDRESSES_AT_MOST:
        raise Refusal("too_many", _("Please invite at most 200 people at a time."))
    with transaction.atomic():
        ask = _Ask(lock_program(program, by=by), wishes, by, now)
        refuse_unless_inviting(ask.program)
        people = {user.email: user for user in User.objects.filter(email__in=wanted)}
        places = _places_of(ask.program, [user.pk for user in people.values()])
        return [
            _answer(ask, address, people.get(email), places) for email, address in wanted.items()
        ]


def refuse_unless_inviting(program: Program) -> None:
    """Refuse before enrollment opens and when the program takes nobody any more."""
    if program.state not in INVITING_STATES:
        message = _("People are invited from the opening of enrollment until the program closes.")
        raise Refusal("not_inviting", message)


def _places_of(program: Program, people: Sequence[int]) -> dict[int, Enrollment]:
    """Lock the places that these people have already; by person."""
    found = Enrollment.objects.filter(program=program, user__in=people).values_list("pk", flat=True)
    return {place.user_id: place for place in lock_places(list(found)).values()}


def _answer(
    ask: _Ask, address: str, person: User | None, places: dict[int, Enrollment]
) -> InviteAnswer:
    if person is None:
        return InviteAnswer(address, InviteOutcome.UNKNOWN)
    if not person.is_here:
        return InviteAnswer(address, InviteOutcome.LEFT, person)
    return InviteAnswer(address, _invite(ask, person, places.get(person.pk)), person)


def _invite(ask: _Ask, person: User, place: Enrollment | None) -> InviteOutcome:
    last = Invitation.objects.filter(enrollment=place).first() if place else None
    if place is None:
        place = _open_place(ask, person)
    else:
        standing = standing_of(place.state, last.answer if last else "")
        if standing is not None:
            return standing
        place.role = ask.wishes.role
        take_step(place, "invite", by=ask.by, now=ask.now)
    keep_wishes(place, ask.wishes, ask.now)
    invitation = _renew(last or Invitation(enrollment=place, number=0), ask)
    enqueue(place_invited(place, invitation.number), now=ask.now)
    return InviteOutcome.INVITED


def _open_place(ask: _Ask, person: User) -> Enrollment:
    place = Enrollment.objects.create(
        program=ask.program,
        user=person,
        role=ask.wishes.role,
        state=EnrollmentState.INVITED,
        created_at=ask.now,
    )
    audit.record("invite", place.subject, by=ask.by, now=ask.now)
    return place


def _renew(invitation: Invitation, ask: _Ask) -> Invitation:
    invitation.by = ask.by
    invitation.number += 1
    invitation.invited_at = ask.now
    invitation.reminded = 0
    invitation.answered_at, invitation.answer = None, ""
    invitation.save()
    return invitation


def take_invitation_back(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Take an invitation back that nobody has answered; its link says so from then on."""
    with transaction.atomic():
        place = lock_as_coordinator(enrollment, by=by)
        take_step(place, "take back", by=by, now=now)
    return place
