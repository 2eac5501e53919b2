"""One step in the life of a place: listed ones are taken, the rest is refused in words."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Refusal
from outbox.actions import supersede_about
from programs.emails import ABOUT_INVITATIONS
from programs.models import Enrollment, Invitation
from programs.rules import ENROLLMENT_LIFE, EnrollmentState

_WHY_NOT = {
    EnrollmentState.INVITED: _("%(name)s is invited and has not answered yet."),
    EnrollmentState.APPLIED: _("%(name)s has applied and is waiting for an answer."),
    EnrollmentState.WAIT_LISTED: _("%(name)s is on the wait list."),
    EnrollmentState.APPROVED: _("%(name)s has a place already."),
    EnrollmentState.DECLINED: _("%(name)s has no place this time and could apply again."),
    EnrollmentState.WITHDRAWN: _("%(name)s has withdrawn and could apply again."),
    EnrollmentState.LEFT: _("%(name)s has left the company."),
}

_UNDECIDED = (EnrollmentState.APPLIED, EnrollmentState.INVITED)


def take_step(place: Enrollment, act: str, *, by: User | None, now: datetime) -> bool:
    """Move a locked place on and save it; False when it is there already (a double click)."""
    target = next(step.target for step in ENROLLMENT_LIFE.steps if step.act == act)
    if place.state == target:
        return False
    if not ENROLLMENT_LIFE.allows(act, place.state):
        why = _WHY_NOT[EnrollmentState(place.state)] % {"name": place.user.display_name}
        raise Refusal("not_now", why)
    if place.state == EnrollmentState.INVITED:
        _close_invitation(place, act, now)
    place.state = target
    place.decided_at = None if target in _UNDECIDED else now
    place.revision += 1
    place.save()
    audit.record(act, place.subject, by=by, now=now)
    return True


def _close_invitation(place: Enrollment, answer: str, now: datetime) -> None:
    """Whatever the answer is, nobody is asked or reminded again."""
    waiting = Invitation.objects.filter(enrollment=place, answered_at=None)
    waiting.update(answered_at=now, answer=answer)
    supersede_about(
        subject_uid=place.uid, kinds=ABOUT_INVITATIONS, reason="the invitation is answered", now=now
    )


def change_place(place: Enrollment, verb: str, *, by: User, now: datetime) -> None:
    """Save other changes of a locked place."""
    place.revision += 1
    place.save()
    audit.record(verb, place.subject, by=by, now=now)
