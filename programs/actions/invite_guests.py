"""Who is asked to a kick-off, and who is reminded of it: once for each date, whenever one looks."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.queries import manners_of
from core.days import day_of, previous_working_day
from core.manners import next_allowed
from outbox.actions import enqueue_many
from programs.emails import kickoff_invited, kickoff_reminder
from programs.models import Enrollment, KickOff, KickOffGuest
from programs.rules import ProgramState

# The last working day before may lie behind holidays and somebody's leave.
LOOKS_AHEAD: Final = timedelta(days=14)


def invite_guests(kickoff: KickOff, *, now: datetime) -> int:
    """Ask everybody with a place who has not been asked yet; returns how many."""
    asked = KickOffGuest.objects.filter(kickoff=kickoff, user=OuterRef("user"))
    places = Enrollment.objects.approved().filter(
        ~Exists(asked), program_id=kickoff.program_id, user__is_active=True, user__left_on=None
    )
    guests = [
        KickOffGuest(kickoff=kickoff, user=place.user, told_at=now)
        for place in places.select_related("user").order_by("pk")
    ]
    KickOffGuest.objects.bulk_create(guests, batch_size=200)
    enqueue_many([kickoff_invited(guest) for guest in guests], now=now)
    return len(guests)


def look_after_kickoffs(*, now: datetime) -> int:
    """Ask who came into a program since, and remind who is due; returns how many mails."""
    ahead = KickOff.objects.ahead(now).exclude(program__state=ProgramState.CLOSED)
    return sum(_look_after(kickoff, now) for kickoff in list(ahead.order_by("pk")))


def _look_after(kickoff: KickOff, now: datetime) -> int:
    with transaction.atomic():
        rows = KickOff.objects.select_for_update(of=("self",), skip_locked=True)
        current = rows.ahead(now).select_related("program").filter(pk=kickoff.pk).first()
        if current is None:
            return 0
        return invite_guests(current, now=now) + _remind(current, now)


def _remind(kickoff: KickOff, now: datetime) -> int:
    if kickoff.starts_at - now > LOOKS_AHEAD:
        return 0
    waiting = kickoff.guests.taking_part().exclude(comes=False).filter(reminded__lt=kickoff.number)
    guests = list(waiting.prefetch_related("user__leaves").order_by("pk"))
    moments = [(guest, _moment(guest)) for guest in guests]
    drafts = [
        kickoff_reminder(guest, at)
        for guest, at in moments
        # Who was told on the day itself, or later, needs no reminder.
        if at is not None and guest.told_at < at
    ]
    enqueue_many(drafts, now=now)
    kickoff.guests.filter(pk__in=[guest.pk for guest in guests]).update(reminded=kickoff.number)
    return len(drafts)


def _moment(guest: KickOffGuest) -> datetime | None:
    """Return when the last working day before begins for this person; None when it is too late."""
    person, starts_at = guest.user, guest.kickoff.starts_at
    manners = manners_of(person)
    day = previous_working_day(day_of(starts_at, person.zone), manners.work, manners.away)
    if day is None:
        return None
    at = next_allowed(manners, datetime.combine(day, time.min, tzinfo=person.zone))
    return at if at is not None and at < starts_at else None
