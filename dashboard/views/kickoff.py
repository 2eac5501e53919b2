"""The kick-off of a program, for who runs it: plan, move, call off, and who comes."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.errors import Refusal, Stale
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from programs.actions import cancel_kickoff, plan_kickoff
from programs.forms import KickOffForm
from programs.models import KickOff, Program
from programs.queries import guest_counts, guests_of, kickoff_of


def _planned(program: Program) -> KickOff:
    kickoff = kickoff_of(program)
    if kickoff is None:
        raise Http404
    return kickoff


@require_safe
@hr_page
def list_guests(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show when it is and who comes; without one, lead to planning it."""
    program = run_program(request, uid)
    kickoff = kickoff_of(program)
    if kickoff is None:
        return redirect("dashboard:plan-kickoff", uid)
    context = {
        "program": program,
        "kickoff": kickoff,
        "guests": guests_of(kickoff),
        "counts": guest_counts(kickoff),
        "is_ahead": kickoff.cancelled_at is None and kickoff.starts_at > clock.now(),
    }
    return render(request, "dashboard/kickoff.html", context)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def plan(request: HrRequest, uid: UUID) -> HttpResponse:
    """Plan the kick-off, or change it; what somebody else saved meanwhile is shown beside."""
    program = run_program(request, uid)
    kickoff, other = kickoff_of(program), None
    form = KickOffForm(posted(request), program=program, kickoff=kickoff)
    if request.method == "POST" and form.is_valid():
        try:
            plan_kickoff(
                program=program,
                facts=form.facts(),
                by=request.user,
                now=clock.now(),
                revision=form.revision_seen(),
            )
        except Stale as stale:
            other = kickoff
            form = _ask_again(request, program, kickoff, str(stale.message))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_done(request, _("Saved. Everybody with a place is told."))
            return redirect("dashboard:list-guests", uid)
    context = {"program": program, "kickoff": kickoff, "form": form, "other": other}
    return render(request, "dashboard/kickoff_edit.html", context)


def _ask_again(
    request: HrRequest, program: Program, kickoff: KickOff | None, why: str
) -> KickOffForm:
    """Keep what was typed, now on top of what is stored: saving again is a choice."""
    data = request.POST.copy()
    data["revision"] = str(kickoff.revision if kickoff else 0)
    form = KickOffForm(data, program=program, kickoff=kickoff)
    form.add_error(None, why)
    return form


@require_http_methods(ASKED_AND_DONE)
@hr_page
def cancel(request: HrRequest, uid: UUID) -> HttpResponse:
    """Ask once, then call it off."""
    program = run_program(request, uid)
    kickoff = _planned(program)
    if request.method == "POST":
        cancel_kickoff(program=program, by=request.user, now=clock.now())
        say_done(request, _("The kick-off is called off, and everybody is told."))
        return redirect("dashboard:list-guests", uid)
    context = {"program": program, "kickoff": kickoff, "counts": guest_counts(kickoff)}
    return render(request, "dashboard/kickoff_cancel.html", context)
