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
from meetings.actions import log_contact, log_meeting, write_note
from meetings.forms import LogForm
from meetings.models import Meeting
from meetings.queries import answers_of, meeting_defaults, open_dates
from meetings.views.access import back_to, meeting_of, own_pair, pair_context
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
        _log_corridor_chat(request, pairing, form, now)
        return
    meeting = log_meeting(pairing, form.draft(), by=request.user, now=now)
    say_logged(request, pairing, meeting)


def _log_corridor_chat(
    request: PersonRequest, pairing: Pairing, form: LogForm, now: datetime
) -> None:
    contact = log_contact(pairing, "corridor", on=form.on(), by=request.user, now=now)
    note = form.note_draft()
    if note is not None:
        write_note(pairing, note, by=request.user, now=now)
    say_contact(request, pairing, contact)


@require_POST
def log_now(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Log today's conversation in one click, with the usual length and place."""
    pairing = own_pair(request, uid)
    meeting = log_meeting(pairing, by=request.user, now=clock.now())
    say_logged(request, pairing, meeting)
    return back_to(request, "meetings:list-meetings", uid)


@require_POST
def log_planned(request: PersonRequest, uid: UUID, meeting_uid: UUID) -> HttpResponse:
    """Say "we met" of a planned or reported conversation."""
    pairing = own_pair(request, uid)
    named = meeting_of(request, pairing, meeting_uid)
    meeting = log_meeting(pairing, by=request.user, now=clock.now(), meeting=named)
    say_logged(request, pairing, meeting)
    return back_to(request, "meetings:list-meetings", uid)


def say_logged(request: PersonRequest, pairing: Pairing, meeting: Meeting) -> None:
    """Say what the log became, with ten minutes to take it back."""
    names = {"name": pairing.partner_of(request.user).first_name, "day": ""}
    if meeting.held_on is not None:
        names["day"] = date_format(meeting.held_on, "l j F")
    text = _("Logged for %(day)s.")
    if len(answers_of(meeting).met) > 1:
        text = _("Logged for %(day)s, as %(name)s did: it is one conversation.")
    undo = reverse("meetings:undo-log", args=[pairing.uid, meeting.uid])
    say_done(request, text % names, undo=undo)
