"""What HR does for a pair: each act is asked about on a page of its own, then done in one call."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import clock
from core.days import day_of
from core.errors import Refusal
from core.flash import say_done
from dashboard.forms.acts import AT_ONCE, EndForm, PauseForm
from dashboard.labels import short_day
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.pair import overseen_pair
from lifecycle.actions import ask_to_end, end_pair, pause_pair, resume_pair
from pairings.actions import withdraw_pair
from pairings.models import Pairing
from reminders.actions.nudge import nudge_by_hr

ASKED_AND_DONE = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED_AND_DONE)
@hr_page
def nudge(request: HrRequest, uid: UUID) -> HttpResponse:
    """Ask both for a date, in one mail each that keeps the manners of every reminder."""
    pairing = overseen_pair(request, uid)
    form = forms.Form(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            mails = nudge_by_hr(pairing, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            text = ngettext("%(mails)d mail goes out.", "%(mails)d mails go out.", mails)
            say_done(request, text % {"mails": mails})
            return _back_to(pairing)
    return _ask(request, pairing, form, "nudge")


@require_http_methods(ASKED_AND_DONE)
@hr_page
def pause(request: HrRequest, uid: UUID) -> HttpResponse:
    """Give a pair a break until a date."""
    pairing, now = overseen_pair(request, uid), clock.now()
    form = PauseForm(posted(request), today=day_of(now, pairing.mentee.zone))
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            pause_pair(pairing, until=until, by=request.user, now=now)
        except Refusal as refusal:
            form.add_error("until", str(refusal.message))
        else:
            text = _("They have a break until %(day)s.")
            say_done(request, text % {"day": short_day(until, now.date())})
            return _back_to(pairing)
    return _ask(request, pairing, form, "pause")


@require_http_methods(ASKED_AND_DONE)
@hr_page
def resume(request: HrRequest, uid: UUID) -> HttpResponse:
    """Bring a pair back before the date of its break."""
    pairing = overseen_pair(request, uid)
    if request.method == "POST":
        resume_pair(pairing, by=request.user, now=clock.now())
        say_done(request, _("They are back. Both have been told."))
        return _back_to(pairing)
    return _ask(request, pairing, forms.Form(), "resume")


@require_http_methods(ASKED_AND_DONE)
@hr_page
def end(request: HrRequest, uid: UUID) -> HttpResponse:
    """End a pair, at once or on the change day; it shows as the program's act."""
    pairing, now = overseen_pair(request, uid), clock.now()
    form = EndForm(posted(request), pairing=pairing, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            say_done(request, _end(request, pairing, form, now))
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _back_to(pairing)
    return _ask(request, pairing, form, "end")


def _end(request: HrRequest, pairing: Pairing, form: forms.Form, now: datetime) -> str:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["when"] == AT_ONCE:
        end_pair(pairing, reason=reason, by=request.user, now=now)
        return _("The pair has ended. Both are told, and offered a new match.")
    ask_to_end(pairing, reason=reason, by=request.user, now=now)
    return _("The pair ends on the next change day.")


@require_http_methods(ASKED_AND_DONE)
@hr_page
def withdraw(request: HrRequest, uid: UUID) -> HttpResponse:
    """Take a proposal back."""
    pairing = overseen_pair(request, uid)
    if request.method == "POST":
        withdraw_pair(pairing=pairing, by=request.user, now=clock.now())
        told = _("The proposal is withdrawn. Both are told.")
        say_done(request, _("They are free again.") if pairing.is_quiet else told)
        return _back_to(pairing)
    return _ask(request, pairing, forms.Form(), "withdraw")


def _ask(request: HrRequest, pairing: Pairing, form: forms.Form, act: str) -> HttpResponse:
    context = {"pair": pairing, "form": form, "act": act}
    return render(request, f"dashboard/act_{act}.html", context)


def _back_to(pairing: Pairing) -> HttpResponse:
    return redirect("dashboard:show-pair", pairing.uid)
