"""Somebody leaves the company: their pairs, proposals and places go with them, in one act."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import deactivate_person
from accounts.models import User
from core.days import day_of
from core.errors import Forbidden
from lifecycle.actions.ending import End, close_pair
from meetings.rules.planned import CancelCause
from pairings.actions import lock_pair, withdraw_proposals_of
from pairings.models import Pairing, PairingQuerySet
from pairings.rules import EndReason
from programs.actions import leave_programs, lock_places
from programs.models import Enrollment

LEFT = End(reason=EndReason.LEFT_COMPANY, cause=CancelCause.LEAVER)


@transaction.atomic
def leave_company(
    user: User, *, by: User | None, now: datetime, left_on: date | None = None
) -> User:
    """Let a person go, since `left_on` (default: their today); a second time is harmless.

    Their live pairs end and the partners are told, proposals are taken back, places given up, and
    every session ends. `by` is None for a feed of HR data. Refusal: `not_hr` (403).
    """
    if by is not None and not by.is_hr_admin:
        raise Forbidden("not_hr", _("Only HR admins can do this."))
    pairs = Pairing.objects.of_person(user).open().order_by("pk")
    _lock_all(user, pairs)
    leave_programs(person=user, by=by, now=now)
    withdraw_proposals_of(person=user, by=by, now=now)
    # Deactivated before the letters are written, so that none goes to an address that is closed.
    gone = deactivate_person(user=user, left_on=left_on or day_of(now, user.zone), by=by, now=now)
    for pairing in pairs.live():
        close_pair(lock_pair(pairing), LEFT, now=now)
    return gone


def _lock_all(user: User, pairs: PairingQuerySet) -> None:
    """Lock in the one order: every place concerned by id, then the pairs by id."""
    places = set(Enrollment.objects.filter(user=user).values_list("pk", flat=True))
    for mentor_place, mentee_place in pairs.values_list("mentor_enrollment", "mentee_enrollment"):
        places |= {mentor_place, mentee_place}
    lock_places(places)
    for pairing in pairs:
        lock_pair(pairing)
