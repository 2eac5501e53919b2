"""What stays when a pair is over: what each wished for is done, and a word of thanks is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.rules.text import tidy_line
from core.canonical import RefusedCharacter
from core.errors import Forbidden, Refusal
from lifecycle.actions.consents import write_after
from lifecycle.models import THANKS_LENGTH, Consent, Thanks
from lifecycle.queries import given_in
from lifecycle.queries.after import may_choose_next, place_of
from lifecycle.rules import OF_TWO, ConsentKind, Given, is_revealed, seen_by
from pairings.actions import change_availability, lock_pair
from pairings.actions.items import raise_next_partner, raise_search_at
from pairings.actions.locks import lock_pair_and_places
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import PAIRING_STATES, EnrollmentState, Role

OVER = (PairState.COMPLETED, PairState.ENDED)


def settle_wishes(locked: Pairing, *, now: datetime) -> None:
    """Do at the end what each wished for oneself, and forget what only one said yes to.

    The caller has ended the pair and holds its places and its row.
    """
    given = given_in(locked)
    lapsed = [kind for kind in OF_TWO if not is_revealed(kind, given)]
    Consent.objects.open().filter(pairing=locked, kind__in=lapsed).delete()
    for role in Role:
        _do_wish(locked, role, given, now)
    if locked.state == PairState.ENDED:
        raise_next_partner(locked, now=now)


def _do_wish(locked: Pairing, role: Role, given: list[Given], now: datetime) -> None:
    person = locked.person_in(role)
    seen = seen_by(person.pk, given)
    if seen.said_yes_to(ConsentKind.DONE):
        _rest(locked, role, now=now)
    elif seen.said_yes_to(ConsentKind.NEW_PARTNER):
        _search(locked, role, now=now)


def _rest(locked: Pairing, role: Role, *, now: datetime) -> None:
    place, person = place_of(locked, role), locked.person_in(role)
    if place.state == EnrollmentState.APPROVED:
        change_availability(enrollment=place, is_available=False, by=person, now=now)


def _search(locked: Pairing, role: Role, *, now: datetime) -> None:
    """Put a person first in the pool, as far as their program still makes pairs."""
    if locked.program.state in PAIRING_STATES:
        raise_search_at(place_of(locked, role), locked, now=now)


@transaction.atomic
def choose_next(pairing: Pairing, *, choice: ConsentKind, by: User, now: datetime) -> None:
    """Say after the end whether one would like a new partner or is done; again is harmless.

    Refusals: `not_yours` (403), `not_over`, `choice`.
    """
    role = _side(pairing, by)
    if choice not in (ConsentKind.NEW_PARTNER, ConsentKind.DONE):
        raise Refusal("choice", _("Choose one of the two."))
    locked = lock_pair_and_places(pairing)
    if locked.state not in OVER or not may_choose_next(locked, by):
        raise Refusal("not_over", _("There is nothing to choose here now."))
    write_after(locked, choice, by=by, now=now)
    if choice == ConsentKind.DONE:
        _rest(locked, role, now=now)
        return
    place = place_of(locked, role)
    change_availability(enrollment=place, is_available=True, by=by, now=now)
    _search(locked, role, now=now)


@transaction.atomic
def write_thanks(pairing: Pairing, *, text: str, by: User, now: datetime) -> Thanks | None:
    """Leave one sentence for the partner, or change it; an empty one takes it away.

    Refusals: `not_yours` (403), `not_over` before the last weeks, `too_long`, `unreadable`.
    """
    _side(pairing, by)
    line = _checked(text)
    locked = lock_pair(pairing)
    if locked.state not in (*OVER, PairState.CONCLUDING):
        raise Refusal("not_over", _("A thank-you has its place at the end."))
    if not line:
        Thanks.objects.filter(pairing=locked, by=by).delete()
        return None
    thanks, _is_new = Thanks.objects.update_or_create(
        pairing=locked, by=by, defaults={"text": line, "written_at": now}
    )
    return thanks


def _checked(text: str) -> str:
    try:
        line = tidy_line(text)
    except RefusedCharacter as error:
        why = _("Leave out characters that cannot be shown.")
        raise Refusal("unreadable", why) from error
    if len(line) > THANKS_LENGTH:
        raise Refusal("too_long", _("One sentence is enough: 280 characters at most."))
    return line


def _side(pairing: Pairing, by: User) -> Role:
    role = pairing.role_of(by)
    if role is None:
        raise Forbidden("not_yours", _("Only the two of the pair can do this."))
    return role
