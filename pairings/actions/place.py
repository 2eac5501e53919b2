"""Acts on a person's place that touch their proposals and pairs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from pairings.actions.close import withdraw_proposals_at
from pairings.actions.items import settle_search_at
from pairings.actions.recheck import recheck_pairs
from pairings.models import Pairing
from pairings.queries import live_pairs_of
from programs.actions import (
    add_never_match,
    lock_places,
    set_availability,
    withdraw_enrollment,
)
from programs.models import Enrollment, NeverMatch, Program


def change_availability(
    *, enrollment: Enrollment, is_available: bool, by: User, now: datetime
) -> Enrollment:
    """Take new partners or rest from them; resting withdraws the open proposals."""
    with transaction.atomic():
        place = set_availability(enrollment=enrollment, is_available=is_available, by=by, now=now)
        if not is_available:
            _stop_search(place, by=by, now=now)
    return place


def leave_program(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Give a place up and withdraw its proposals; refuses while a pair stands on it."""
    with transaction.atomic():
        place = lock_places([enrollment.pk])[enrollment.pk]
        _refuse_while_paired(place)
        left = withdraw_enrollment(enrollment=place, by=by, now=now)
        _stop_search(left, by=by, now=now)
    return left


def _stop_search(place: Enrollment, *, by: User, now: datetime) -> None:
    withdraw_proposals_at(place, by=by, now=now)
    settle_search_at(place, now=now)


def _refuse_while_paired(place: Enrollment) -> None:
    pair = live_pairs_of(place).first()
    if pair is not None:
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
