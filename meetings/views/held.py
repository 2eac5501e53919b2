"""An assistant says that a conversation took place on a day that nobody had planned."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from meetings.actions import log_meeting
from meetings.forms.held import HeldForm
from meetings.queries import meeting_defaults
from meetings.views.access import show_dates
from meetings.views.log import say_logged
from pairings.models import Pairing


@require_http_methods(["GET", "HEAD", "POST"])
def say_held(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Log a day, a length and a place; the two have a page with a note of their own."""
    served = Pairing.objects.planned_by(request.user).with_people()
    pairing: Pairing = get_object_or_404(served, uid=uid)
    now = clock.now()
    form = HeldForm(
        request.POST or None, mentee=pairing.mentee, usual=meeting_defaults(pairing), now=now
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = log_meeting(pairing, form.draft(), by=request.user, now=now)
        except Refusal as refusal:
            form.show(refusal)
        else:
            say_logged(request, pairing, meeting)
            return redirect("meetings:list-meetings", uid)
    return show_dates(request, pairing, "log", {"form": form})
