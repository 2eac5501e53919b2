"""Acts on a person's place that touch their proposals and pairs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Forbidden, Refusal
from pairings.actions.close import withdraw_proposals_at
from pairings.actions.items import settle_search_at
from pairings.actions.recheck import recheck_pairs
from pairings.models import Pairing
from pairings.permissions import overseer_for
from pairings.queries import live_pairs_of
from programs.actions import (
    add_never_match,
    lock_places,
    set_availability,
    withdraw_enrollment,
)
from programs.models import Enrollment, NeverMatch, Program
from programs.permissions import owns_place


def change_availability(
    *, enrollment: Enrollment, is_available: bool, by: User, now: datetime
) -> Enrollment:
    """Take new partners or rest from them; resting withdraws the open proposals.

    Refusal: `own_line` (403) for a coordinator in the line of the person.
    """
    _refuse_own_line(enrollment, by)
    with transaction.atomic():
        place = set_availability(enrollment=enrollment, is_available=is_available, by=by, now=now)
        if not is_available:
            _stop_search(place, by=by, now=now)
    return place


def leave_program(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Give a place up and withdraw its proposals; refuses while a pair stands on it.

    Refusal: `own_line` (403) for a coordinator in the line of the person.
    """
    _refuse_own_line(enrollment, by)
    with transaction.atomic():
        place = lock_places([enrollment.pk])[enrollment.pk]
        _refuse_while_paired(place, by)
        left = withdraw_enrollment(enrollment=place, by=by, now=now)
        _stop_search(left, by=by, now=now)
    return left


def _stop_search(place: Enrollment, *, by: User, now: datetime) -> None:
    withdraw_proposals_at(place, by=by, now=now)
    settle_search_at(place, now=now)


def _refuse_own_line(place: Enrollment, by: User) -> None:
    """What happens to a place happens to its pairs: nobody decides it for their own line."""
    if owns_place(by, place):
        return
    may, _overseer = overseer_for(by, place.program, [place.user])
    if not may:
        text = _("You do not coordinate this person: somebody else of the team does.")
        raise Forbidden("own_line", text)


def _refuse_while_paired(place: Enrollment, by: User) -> None:
    """Name the partner to who may see the pair; a pair of one's own line is not even told."""
    pair = live_pairs_of(place).first()
    if pair is None:
        return
    if not Pairing.objects.visible_to(by).filter(pk=pair.pk).exists():
        text = _("This place cannot be given up now. Somebody else of the team can tell you more.")
        raise Refusal("paired", text)
    message = _("There is still a pair with %(name)s. End the pair first, then leave.")
    partner = pair.partner_of(place.user)
    raise Refusal("paired", message % {"name": partner.display_name})


def keep_apart(*, program: Program, one: User, other: User, by: User, now: datetime) -> NeverMatch:
    """Keep two people apart from now on; a pair they are becomes an action item."""
    with transaction.atomic():
        kept = add_never_match(program=program, one=one, other=other, by=by, now=now)
        both = [one.pk, other.pk]
        pairs = Pairing.objects.open().filter(program=program, mentor__in=both, mentee__in=both)
        recheck_pairs(pairs, now=now)
    return kept
