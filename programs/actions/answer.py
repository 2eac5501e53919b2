"""An invited person says yes or no, through the link in the mail or signed in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from core.hints import hint
from outbox.actions import enqueue
from programs.actions.apply import Wishes, keep_wishes
from programs.actions.invite import refuse_unless_inviting
from programs.actions.locks import lock_as_owner
from programs.actions.steps import take_step
from programs.emails import place_confirmed
from programs.models import Enrollment, Invitation
from programs.rules import RECONSIDER_FOR, EnrollmentState


def accept_invitation(
    *, enrollment: Enrollment, by: User, wishes: Wishes, now: datetime
) -> Enrollment:
    """Take the place that was offered, in the role that was offered; twice is harmless.

    Refuses a program that takes nobody any more, and an invitation that was taken back.
    """
    with transaction.atomic():
        place = lock_as_owner(enrollment, by=by)
        if place.state == EnrollmentState.APPROVED:
            return place
        refuse_unless_inviting(place.program)
        take_step(place, "accept", by=by, now=now)
        keep_wishes(place, wishes, now)
        enqueue(place_confirmed(place), now=now)
        hint("health.tasks.refresh")
    return place


def reconsider_invitation(*, enrollment: Enrollment, by: User, now: datetime) -> Enrollment:
    """Take a *no, thanks* back within ten minutes; the link can be answered again."""
    with transaction.atomic():
        place = lock_as_owner(enrollment, by=by)
        invitation = Invitation.objects.filter(enrollment=place, answer="decline").first()
        if place.state != EnrollmentState.DECLINED or invitation is None:
            return place
        if invitation.answered_at is None or now - invitation.answered_at > RECONSIDER_FOR:
            raise Refusal("too_late_to_undo", _("This can be undone for 10 minutes only."))
        take_step(place, "reconsider", by=by, now=now)
        # A reminder that was held back returns under its key; one that left does not leave again.
        invitation.answered_at, invitation.answer, invitation.reminded = None, "", 0
        invitation.save(update_fields=["answered_at", "answer", "reminded"])
    return place
