"""What belongs to a program: closed days, who runs it, whether one can join."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from lifecycle.actions import put_on_staff
from programs.actions import (
    add_blackout,
    remove_blackout,
    remove_staff,
    set_enrollment_open,
    set_requests_allowed,
)
from programs.forms import BlackoutForm, StaffForm
from programs.permissions import can_choose_staff


@require_http_methods(ASKED_AND_DONE)
@hr_page
def add_closed_days(request: HrRequest, uid: UUID) -> HttpResponse:
    """Close days on which nobody in the program is expected to meet."""
    program = run_program(request, uid)
    form = BlackoutForm(posted(request))
    if request.method == "POST" and form.is_valid():
        name, days = form.cleaned_data["name"], form.days()
        try:
            add_blackout(program=program, name=name, days=days, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            say_done(request, _("Nobody is expected to meet on these days."))
            return redirect("dashboard:show-program", uid)
    return render(request, "dashboard/closed_days.html", {"program": program, "form": form})


@require_POST
@hr_page
def remove_closed_days(request: HrRequest, uid: UUID, blackout: UUID) -> HttpResponse:
    """Open the days again."""
    program = run_program(request, uid)
    found = get_object_or_404(program.blackouts.all(), uid=blackout)
    remove_blackout(blackout=found, by=request.user, now=clock.now())
    say_done(request, _("These days count again."))
    return redirect("dashboard:show-program", uid)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def add_member(request: HrRequest, uid: UUID) -> HttpResponse:
    """Give somebody a role in running the program."""
    program = run_program(request, uid)
    form = StaffForm(posted(request))
    if request.method == "POST" and form.is_valid() and form.person is not None:
        role, person = form.cleaned_data["role"], form.person
        try:
            put_on_staff(program=program, user=person, role=role, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error("email", str(refusal.message))
        else:
            say_done(request, _("%(name)s is on the team.") % {"name": person.display_name})
            return redirect("dashboard:show-program", uid)
    context = {"program": program, "form": form, "can_choose": can_choose_staff(request.user)}
    return render(request, "dashboard/staff.html", context)


@require_POST
@hr_page
def remove_member(request: HrRequest, uid: UUID, member: UUID) -> HttpResponse:
    """Take a role back."""
    program = run_program(request, uid)
    found = get_object_or_404(program.staff.select_related("user", "program"), uid=member)
    remove_staff(staff=found, by=request.user, now=clock.now())
    say_done(request, _("%(name)s has this role no longer.") % {"name": found.user.display_name})
    return redirect("dashboard:show-program", uid)


@require_POST
@hr_page
def set_open(request: HrRequest, uid: UUID) -> HttpResponse:
    """Let people join an always-on program while it runs, or stop that."""
    program = run_program(request, uid)
    is_open = request.POST.get("open") == "yes"
    set_enrollment_open(program=program, is_open=is_open, by=request.user, now=clock.now())
    say_done(request, _("People can join.") if is_open else _("Nobody new can join."))
    return redirect("dashboard:show-program", uid)


@require_POST
@hr_page
def set_requests(request: HrRequest, uid: UUID) -> HttpResponse:
    """Let people ask for a partner, or stop that."""
    program = run_program(request, uid)
    is_allowed = request.POST.get("allow") == "yes"
    set_requests_allowed(program=program, is_allowed=is_allowed, by=request.user, now=clock.now())
    stopped = _("Nobody can ask now. Requests that are open stay so.")
    say_done(request, _("People can ask for a partner.") if is_allowed else stopped)
    return redirect("dashboard:show-program", uid)
