"""Plan a date or a series, move it, cancel it."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from meetings.actions import cancel_meeting, plan_meeting, plan_series, set_new_date
from meetings.forms import DateForm, PlanForm, PlanStart, initial_move
from meetings.queries import (
    later_in_series,
    meeting_defaults,
    pair_facts,
    suggested_day,
    suggested_times,
)
from meetings.views.access import back_to, meeting_of, pair_to_plan, planner_of, show_dates
from pairings.models import Pairing


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Plan one date, or the whole series."""
    pairing = pair_to_plan(request, uid)
    now = clock.now()
    form = PlanForm(
        request.POST or None,
        person=planner_of(request, pairing),
        pairing=pairing,
        now=now,
        start=_start(pairing, now),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _plan(request, pairing, form, now)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return back_to(request, "meetings:list-meetings", uid)
    return show_dates(request, pairing, "plan", {"form": form})


def _start(pairing: Pairing, now: datetime) -> PlanStart | None:
    if not pairing.is_live:
        return None
    facts, usual = pair_facts(pairing), meeting_defaults(pairing)
    times = suggested_times(pairing, facts, now, usual.minutes)
    return PlanStart(times, suggested_day(facts, now), usual)


def _plan(request: PersonRequest, pairing: Pairing, form: PlanForm, now: datetime) -> None:
    series = form.series()
    if series is None:
        plan_meeting(pairing, form.draft(), by=request.user, now=now)
        say_done(request, _("The date is set."))
        return
    planned = plan_series(pairing, series, by=request.user, now=now)
    text = ngettext("%(count)d date is set.", "%(count)d dates are set.", len(planned))
    say_done(request, text % {"count": len(planned)})


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PersonRequest, uid: UUID, meeting_uid: UUID) -> HttpResponse:
    """Give a planned conversation another time; after its time this is "we have a new date"."""
    pairing = pair_to_plan(request, uid)
    meeting = meeting_of(request, pairing, meeting_uid)
    now = clock.now()
    form = DateForm(
        request.POST or None,
        person=planner_of(request, pairing),
        pairing=pairing,
        now=now,
        initial=initial_move(meeting, planner_of(request, pairing)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_new_date(
                pairing,
                form.draft(),
                by=request.user,
                now=now,
                instead_of=meeting,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            say_done(request, _("The new date is set."))
            return redirect("meetings:list-meetings", uid)
    context: dict[str, object] = {
        "meeting": meeting,
        "is_over": meeting.ends_at <= now,
        "form": form,
    }
    return show_dates(request, pairing, "move", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: PersonRequest, uid: UUID, meeting_uid: UUID) -> HttpResponse:
    """Ask before a date is cancelled; those that follow in its series go along if wanted."""
    pairing = pair_to_plan(request, uid)
    meeting = meeting_of(request, pairing, meeting_uid)
    if request.method == "POST":
        off = cancel_meeting(
            meeting,
            by=request.user,
            now=clock.now(),
            with_later=request.POST.get("with_later") == "yes",
        )
        text = ngettext(
            "%(count)d date is called off.", "%(count)d dates are called off.", len(off)
        )
        say_done(request, text % {"count": len(off)})
        return back_to(request, "meetings:list-meetings", uid)
    context: dict[str, object] = {
        "meeting": meeting,
        "later": later_in_series(meeting),
    }
    return show_dates(request, pairing, "cancel", context)
