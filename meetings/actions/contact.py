"""Note a message, a call or a corridor chat, and take it back within ten minutes."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.days import day_of
from core.errors import Refusal
from meetings.actions.locking import Turn, begin_turn
from meetings.actions.undo import check_undo_time
from meetings.models import CONTACT_KINDS, InformalContact
from pairings.models import Pairing


@transaction.atomic
def log_contact(
    pairing: Pairing, kind: str, *, by: User, now: datetime, on: date | None = None
) -> InformalContact:
    """Note informal contact of a day (default: today); one of each kind a day and person.

    It moves no date. Refusals: `kind`, `future`, `before_start`, those of `begin_turn`.
    """
    turn = begin_turn(pairing, by=by, now=now)
    if kind not in dict(CONTACT_KINDS):
        raise Refusal("kind", _("Choose a message, a call or a corridor chat."))
    day = checked_day(turn, on)
    contact, is_new = InformalContact.objects.get_or_create(
        pairing=turn.pairing, by=by, kind=kind, on=day, undone_at=None, defaults={"at": now}
    )
    if is_new:
        turn.close("log contact", turn.pairing.subject, {"on": str(day)})
    return contact


@transaction.atomic
def undo_contact(contact: InformalContact, *, by: User, now: datetime) -> InformalContact:
    """Take back what one noted oneself; undoing twice is undoing once.

    Refusals: `nothing_to_undo`, `too_late_to_undo`, those of `begin_turn`.
    """
    turn = begin_turn(contact.pairing, by=by, now=now)
    own = InformalContact.objects.filter(pk=contact.pk, pairing=turn.pairing, by=by).first()
    if own is None:
        raise Refusal("nothing_to_undo", _("You have not noted this contact."))
    if own.undone_at is not None:
        return own
    check_undo_time(own.at, now)
    own.undone_at = now
    own.save(update_fields=["undone_at"])
    turn.close("undo contact", turn.pairing.subject, {"on": str(own.on)})
    return own


def checked_day(turn: Turn, on: date | None) -> date:
    """Return the day meant, at the latest the mentee's today.

    What has happened did so by now, for the mentee's calendar too. Refusals: `future`,
    `before_start`.
    """
    own_today = day_of(turn.now, turn.person.zone)
    day = turn.today if on is None or turn.today < on <= own_today else on
    check_day(turn, day)
    return day


def check_day(turn: Turn, day: date) -> None:
    """Refuse a day on which nothing can have happened yet, or not as this pair."""
    if day > turn.today:
        raise Refusal("future", _("That day is still to come. Log it when it is over."))
    start = turn.pairing.started_at
    started_on = day_of(start, turn.pairing.mentee.zone) if start else turn.today
    if day < started_on:
        text = _("The pair began on %(day)s. Choose that day or a later one.")
        raise Refusal("before_start", text % {"day": date_format(started_on)})
