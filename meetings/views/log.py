"""Log a conversation: in one click, or with day, length, place and a private note."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from meetings.actions import log_corridor_chat, log_meeting
from meetings.forms import LogForm
from meetings.models import Meeting
from meetings.queries import answers_of, meeting_defaults, open_dates
from meetings.views.access import (
    back_to,
    is_delegated,
    meeting_of,
    own_pair,
    pair_context,
    pair_to_plan,
)
from meetings.views.contacts import say_contact
from pairings.models import Pairing


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Log a conversation with its day, length and place."""
    pairing = own_pair(request, uid)
    now = clock.now()
    form = LogForm(
        request.POST or None,
        person=request.user,
        pairing=pairing,
        open_dates=open_dates(pairing, now=now),
        usual=meeting_defaults(pairing),
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _log(request, pairing, form, now)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return back_to(request, "meetings:list-meetings", uid)
    context = {"form": form, **pair_context(request, pairing)}
    return render(request, "meetings/log.html", context)


def _log(request: PersonRequest, pairing: Pairing, form: LogForm, now: datetime) -> None:
    if form.is_contact():
        contact = log_corridor_chat(pairing, form.contact_draft(), by=request.user, now=now)
        say_contact(request, pairing, contact)
        return
    meeting = log_meeting(pairing, form.draft(), by=request.user, now=now)
    say_logged(request, pairing, meeting)


@require_POST
def log_now(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Log today's conversation in one click, with the usual length and place."""
    pairing = pair_to_plan(request, uid)
    meeting = log_meeting(pairing, by=request.user, now=clock.now())
    say_logged(request, pairing, meeting)
    return back_to(request, "meetings:list-meetings", uid)


@require_POST
def log_planned(request: PersonRequest, uid: UUID, meeting_uid: UUID) -> HttpResponse:
    """Say "we met" of a planned or reported conversation."""
    pairing = pair_to_plan(request, uid)
    named = meeting_of(request, pairing, meeting_uid)
    meeting = log_meeting(pairing, by=request.user, now=clock.now(), meeting=named)
    say_logged(request, pairing, meeting)
    return back_to(request, "meetings:list-meetings", uid)


def say_logged(request: PersonRequest, pairing: Pairing, meeting: Meeting) -> None:
    """Say what the log became, with ten minutes to take it back."""
    names = {"name": pairing.partner_of(request.user).first_name, "day": ""}
    if meeting.held_on is not None:
        names["day"] = date_format(meeting.held_on, "l j F")
    met = answers_of(meeting).met
    text = _("Logged for %(day)s.")
    if len(met) > 1:
        text = _("Logged for %(day)s, as %(name)s did: it is one conversation.")
    undo = reverse("meetings:undo-log", args=[pairing.uid, meeting.uid])
    # An assistant takes back what they said themselves; what was reported before stands.
    is_theirs = any(log.by_id == request.user.pk for log in met)
    can_undo = is_theirs or not is_delegated(request, pairing)
    say_done(request, text % names, undo=undo if can_undo else "")
