"""An answer from a mail: written once per link with the act it stands for, undone as one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from meetings.actions import (
    LogDraft,
    PlanDraft,
    answer_not_yet,
    log_meeting,
    set_new_date,
    undo_log,
)
from meetings.models import PLANNED, Meeting
from meetings.queries import meeting_defaults
from pairings.models import Pairing
from pairings.rules import UNDO_FOR
from reminders.models import UsedLink

MET, NOT_YET, NEW_DATE = "met", "not_yet", "new_date"


@dataclass(frozen=True, slots=True)
class LinkUse:
    """Who answers through which link: the nonce is that of the mail, shared by its buttons."""

    nonce: str
    person: User
    pairing: Pairing


def unanswered_meeting(pairing: Pairing, now: datetime) -> Meeting | None:
    """Return the earliest planned meeting that has passed without an answer."""
    passed = Meeting.objects.filter(pairing=pairing, state=PLANNED).order_by("starts_at")
    return next((meeting for meeting in passed if meeting.ends_at <= now), None)


@transaction.atomic
def answer_met(*, use: LinkUse, on: date | None, now: datetime) -> UsedLink:
    """Record *we met*: on the planned day, else the one named, else today.

    Refusals: `link_used`, and those of `log_meeting`.
    """
    meeting = unanswered_meeting(use.pairing, now)
    logged = log_meeting(use.pairing, LogDraft(on=on), by=use.person, now=now, meeting=meeting)
    return _spend(use, MET, now, logged)


@transaction.atomic
def say_not_yet(*, use: LinkUse, now: datetime) -> UsedLink:
    """Record *not yet*: of a planned meeting that has passed, it fell through."""
    meeting = unanswered_meeting(use.pairing, now)
    if meeting is not None:
        answer_not_yet(meeting, by=use.person, now=now)
    return _spend(use, NOT_YET, now, meeting)


@transaction.atomic
def answer_new_date(*, use: LinkUse, starts_at: datetime, now: datetime) -> UsedLink:
    """Record *we have a new date*: moves what waits for an answer, else plans.

    Refusals: `link_used`, and those of `plan_meeting`.
    """
    usual = meeting_defaults(use.pairing)
    planned = set_new_date(
        use.pairing,
        PlanDraft(starts_at, usual.minutes, usual.channel),
        by=use.person,
        now=now,
        instead_of=unanswered_meeting(use.pairing, now),
    )
    return _spend(use, NEW_DATE, now, planned)


@transaction.atomic
def plan_next(*, used: UsedLink, starts_at: datetime, now: datetime) -> Meeting:
    """Every answer ends in *next date?*: plan it through the link that was just answered."""
    usual = meeting_defaults(used.pairing)
    draft = PlanDraft(starts_at, usual.minutes, usual.channel)
    return set_new_date(used.pairing, draft, by=used.person, now=now)


@transaction.atomic
def undo_answer(*, used: UsedLink, now: datetime) -> None:
    """Take an answer back within ten minutes; the link can be used again.

    A new date is taken back by moving or cancelling it, since the partner was told. Refusals:
    `too_late_to_undo`, `not_undoable`.
    """
    fresh = UsedLink.objects.select_for_update().get(pk=used.pk)
    if fresh.undone_at is not None:
        return
    if now - fresh.at > UNDO_FOR:
        raise Refusal("too_late_to_undo", _("This can be undone for 10 minutes only."))
    if fresh.answer == NEW_DATE:
        raise Refusal("not_undoable", _("The date has been passed on already. It can be moved."))
    if fresh.meeting_uid is not None:
        undo_log(Meeting.objects.get(uid=fresh.meeting_uid), by=fresh.person, now=now)
    fresh.undone_at = now
    fresh.save(update_fields=["undone_at"])


def _spend(use: LinkUse, answer: str, now: datetime, meeting: Meeting | None) -> UsedLink:
    """Mark the link as used; the unique nonce lets only one of two answers at once through."""
    facts = {
        "person": use.person,
        "pairing": use.pairing,
        "answer": answer,
        "meeting_uid": meeting.uid if meeting else None,
        "at": now,
        "undone_at": None,
    }
    used, is_new = UsedLink.objects.select_for_update().get_or_create(
        nonce=use.nonce, defaults=facts
    )
    if is_new:
        return used
    if used.undone_at is None:
        raise Refusal("link_used", _("You have answered this already. Thank you."))
    for name, value in facts.items():
        setattr(used, name, value)
    used.save()
    return used
