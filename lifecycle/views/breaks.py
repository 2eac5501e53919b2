"""The partners' pages: take a break, come back, ask to end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from lifecycle.actions import ask_to_end, pause_pair, resume_pair, withdraw_ask
from lifecycle.actions.ending import change_day_of
from lifecycle.forms import EndForm, PauseForm
from lifecycle.queries import own_ask, pause_budget_of
from lifecycle.rules import next_change_at
from lifecycle.views.fetching import own_pair, pair_context

HOME = "home:show-pair"


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take a break until a day."""
    pairing = own_pair(request, uid)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            pause_pair(pairing, until=until, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.show(refusal)
        else:
            text = _("You take a break until %(day)s.") % {"day": date_format(until)}
            say_done(request, text)
            return redirect(HOME, uid)
    context = {"form": form, "budget": pause_budget_of(pairing), **pair_context(request, pairing)}
    return render(request, "lifecycle/pause.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Come back before the break is over."""
    pairing = own_pair(request, uid)
    if request.method == "POST":
        resume_pair(pairing, by=request.user, now=clock.now())
        say_done(request, _("Welcome back. When do you meet next?"))
        return redirect("meetings:plan-meeting", uid)
    return render(request, "lifecycle/resume.html", pair_context(request, pairing))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask for the end; it takes effect on the next change day and shows nowhere before."""
    pairing = own_pair(request, uid)
    now = clock.now()
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        ask_to_end(pairing, reason=reason, by=request.user, now=now)
        return redirect("lifecycle:end-pair", uid)
    context = {
        "form": form,
        "ask": own_ask(pairing, request.user),
        "change_at": next_change_at(change_day_of(pairing.program), now),
        **pair_context(request, pairing),
    }
    return render(request, "lifecycle/end.html", context)


@require_POST
def withdraw(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take back an own ask to end."""
    pairing = own_pair(request, uid)
    withdraw_ask(pairing, by=request.user, now=clock.now())
    say_done(request, _("Taken back. Everything stays as it is."))
    return redirect(HOME, uid)
