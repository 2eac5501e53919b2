"""HR plans, moves and cancels a kick-off; everybody with a place is asked and answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal, Stale
from outbox.actions import enqueue_many
from programs.actions.invite_guests import invite_guests
from programs.actions.locks import lock_program, refuse_closed
from programs.emails import kickoff_cancelled, kickoff_moved
from programs.models import Enrollment, KickOff, KickOffGuest, Program
from programs.rules import RECONSIDER_FOR


@dataclass(frozen=True, slots=True)
class KickOffFacts:
    """What HR says about a kick-off: an aware instant, minutes, a room or link, what happens."""

    starts_at: datetime
    minutes: int
    place: str
    agenda: str = ""


def plan_kickoff(
    *, program: Program, facts: KickOffFacts, by: User, now: datetime, revision: int = 0
) -> KickOff:
    """Plan the kick-off, or change it; everybody with a place is told of a new date or place.

    A new date asks everybody again. Raises `Stale` when somebody else changed it since `revision`;
    refusals: `kickoff_past`, `kickoff_late`, `program_closed`.
    """
    with transaction.atomic():
        current = lock_program(program, by=by)
        refuse_closed(current)
        _refuse_date(current, facts, now)
        known = KickOff.objects.select_for_update().filter(program=current).first()
        if known is None:
            return _create(current, facts, by, now)
        if known.revision != revision:
            message = _("Somebody else changed the kick-off meanwhile. Compare, then save again.")
            raise Stale("stale", message)
        return _change(known, facts, by, now)


def _refuse_date(program: Program, facts: KickOffFacts, now: datetime) -> None:
    if facts.starts_at <= now:
        raise Refusal("kickoff_past", _("Choose a time that is still to come."))
    if program.ends_on and facts.starts_at.astimezone(program.zone).date() > program.ends_on:
        raise Refusal("kickoff_late", _("That is after the last day of the program."))


def _create(program: Program, facts: KickOffFacts, by: User, now: datetime) -> KickOff:
    kickoff = KickOff.objects.create(
        program=program,
        starts_at=facts.starts_at,
        minutes=facts.minutes,
        place=facts.place,
        agenda=facts.agenda,
    )
    audit.record("plan", kickoff.subject, by=by, now=now)
    invite_guests(kickoff, now=now)
    return kickoff


def _change(kickoff: KickOff, facts: KickOffFacts, by: User, now: datetime) -> KickOff:
    was_off = kickoff.cancelled_at is not None
    new_date = was_off or kickoff.starts_at != facts.starts_at
    is_news = new_date or (kickoff.place, kickoff.minutes) != (facts.place, facts.minutes)
    for name in ("starts_at", "minutes", "place", "agenda"):
        setattr(kickoff, name, getattr(facts, name))
    kickoff.cancelled_at = None
    kickoff.revision += 1
    kickoff.number += is_news
    kickoff.save()
    audit.record("move" if is_news else "edit", kickoff.subject, by=by, now=now)
    if new_date:
        kickoff.guests.update(comes=None, answered_at=None, used_link="")
    if is_news:
        _tell_of_move(kickoff, now)
        invite_guests(kickoff, now=now)
    return kickoff


def _tell_of_move(kickoff: KickOff, now: datetime) -> None:
    guests = list(kickoff.guests.taking_part().exclude(comes=False).order_by("pk"))
    enqueue_many([kickoff_moved(guest) for guest in guests], now=now)
    kickoff.guests.filter(pk__in=[guest.pk for guest in guests]).update(told_at=now)


def cancel_kickoff(*, program: Program, by: User, now: datetime) -> None:
    """Call it off, and tell everybody but those who cannot come; a second time is harmless."""
    with transaction.atomic():
        current = lock_program(program, by=by)
        kickoff = KickOff.objects.select_for_update().filter(program=current).first()
        if kickoff is None or kickoff.cancelled_at is not None:
            return
        if kickoff.starts_at <= now:
            raise Refusal("kickoff_over", _("The kick-off has begun or is over."))
        kickoff.cancelled_at = now
        kickoff.revision += 1
        kickoff.save(update_fields=["cancelled_at", "revision"])
        audit.record("cancel", kickoff.subject, by=by, now=now)
        guests = kickoff.guests.taking_part().exclude(comes=False).order_by("pk")
        enqueue_many([kickoff_cancelled(guest) for guest in guests], now=now)


def answer_kickoff(
    *, kickoff: KickOff, by: User, comes: bool, now: datetime, link: str = ""
) -> KickOffGuest:
    """Say whether one comes; the last answer counts. `link` is spent with it.

    Refusals: `kickoff_over` (begun or cancelled), `link_used`. Raises `Forbidden` without a place.
    """
    with transaction.atomic():
        guest = _lock_guest(kickoff, by, now)
        if link and guest.used_link == link:
            raise Refusal("link_used", _("You have answered this already. Thank you."))
        if guest.comes != comes or link:
            guest.comes, guest.answered_at, guest.used_link = comes, now, link
            guest.save(update_fields=["comes", "answered_at", "used_link"])
    return guest


def undo_kickoff_answer(*, kickoff: KickOff, by: User, now: datetime) -> KickOffGuest:
    """Take an answer back within ten minutes; its link can be used again."""
    with transaction.atomic():
        guest = _lock_guest(kickoff, by, now)
        if guest.answered_at is not None and now - guest.answered_at > RECONSIDER_FOR:
            raise Refusal("too_late_to_undo", _("This can be undone for 10 minutes only."))
        guest.comes, guest.answered_at, guest.used_link = None, None, ""
        guest.save(update_fields=["comes", "answered_at", "used_link"])
    return guest


def _lock_guest(kickoff: KickOff, by: User, now: datetime) -> KickOffGuest:
    places = Enrollment.objects.approved().filter(program_id=kickoff.program_id, user=by)
    if not places.exists():
        raise Forbidden("not_enrolled", _("Only people with a place in the program are asked."))
    current = KickOff.objects.select_for_update().get(pk=kickoff.pk)
    if current.cancelled_at is not None or current.starts_at <= now:
        raise Refusal("kickoff_over", _("The kick-off is over, or was called off."))
    # Somebody who was enrolled this minute answers before they are asked.
    guest, _is_new = KickOffGuest.objects.get_or_create(
        kickoff=current, user=by, defaults={"told_at": now}
    )
    return guest
