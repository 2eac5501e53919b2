"""Who has not answered an invitation is reminded on day 5 and day 10, and never again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from core import audit
from core.tokens import LIFETIME
from outbox.actions import enqueue_many, supersede
from programs.emails import invitation_reminder, reminder_key
from programs.models import Invitation
from programs.rules import INVITATION_REMINDERS, INVITING_STATES, reminder_due

BATCH: Final = 100


def remind_invited(*, now: datetime) -> int:
    """Put the reminders into the outbox that are due by now; returns how many.

    The same at any moment, late, and in any number of processes: a reminder has one key.
    """
    written = 0
    while True:
        with transaction.atomic():
            due = _due(now)
            _write(due, now)
        written += len(due)
        if len(due) < BATCH:
            return written


def _due(now: datetime) -> list[Invitation]:
    first, last = INVITATION_REMINDERS[0], INVITATION_REMINDERS[-1]
    waiting = Invitation.objects.waiting().filter(
        is_muted=False,
        reminded__lt=last,
        invited_at__lte=now - timedelta(days=first),
        invited_at__gt=now - LIFETIME,
        enrollment__program__state__in=INVITING_STATES,
        enrollment__user__is_active=True,
        enrollment__user__left_on=None,
    )
    # Who was reminded on day 5 waits for day 10.
    fresh = waiting.exclude(reminded__gte=first, invited_at__gt=now - timedelta(days=last))
    rows = fresh.select_for_update(of=("self",), skip_locked=True)
    return list(rows.select_related("enrollment__user", "enrollment__program")[:BATCH])


def _write(due: Sequence[Invitation], now: datetime) -> None:
    drafts, overtaken = [], []
    for invitation in due:
        day = reminder_due(invitation.invited_at, now)
        drafts.append(invitation_reminder(invitation, day))
        overtaken += [reminder_key(invitation, each) for each in INVITATION_REMINDERS if each < day]
        invitation.reminded = day
    Invitation.objects.bulk_update(due, ["reminded"])
    enqueue_many(drafts, now=now)
    supersede(keys=overtaken, reason="the next reminder is due", now=now)


def mute_invitation(*, invitation: Invitation, by: User, is_muted: bool, now: datetime) -> None:
    """Stop the reminders of one invitation, or let them come again; it can still be answered."""
    with transaction.atomic():
        changed = Invitation.objects.filter(pk=invitation.pk).exclude(is_muted=is_muted)
        if changed.update(is_muted=is_muted):
            verb = "stop reminders" if is_muted else "start reminders"
            audit.record(verb, invitation.enrollment.subject, by=by, now=now)
