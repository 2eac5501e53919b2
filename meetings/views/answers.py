"""Say that a conversation did not take place; take back what one said."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.requests import PersonRequest
from core import clock
from core.flash import say_done
from meetings.actions import answer_not_yet, undo_log
from meetings.models import HELD
from meetings.views.access import back_to, is_delegated, meeting_of, pair_to_plan


@require_POST
def say_not_yet(request: PersonRequest, uid: UUID, meeting_uid: UUID) -> HttpResponse:
    """Answer "not yet"; the next question is when."""
    pairing = pair_to_plan(request, uid)
    named = meeting_of(request, pairing, meeting_uid)
    meeting = answer_not_yet(named, by=request.user, now=clock.now())
    undo = reverse("meetings:undo-log", args=[uid, meeting_uid])
    if meeting.state == HELD:
        text = _("Noted, for you and the program team alone. They will get in touch with you both.")
        say_done(request, text, undo=undo)
        return back_to(request, "meetings:list-meetings", uid)
    text = _("Noted. When do you meet instead?")
    if is_delegated(request, pairing):
        text = _("Noted. When do they meet instead?")
    say_done(request, text, undo=undo)
    return back_to(request, "meetings:plan-meeting", uid)


@require_POST
def undo(request: PersonRequest, uid: UUID, meeting_uid: UUID) -> HttpResponse:
    """Take back the own answer within ten minutes."""
    pairing = pair_to_plan(request, uid)
    named = meeting_of(request, pairing, meeting_uid)
    undo_log(named, by=request.user, now=clock.now())
    say_done(request, _("Taken back."))
    return back_to(request, "meetings:list-meetings", uid)
