"""People to talk to: names of the week without a reason, and a note that somebody was."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page
from dashboard.views.programs import run_program
from programs.models import Program
from pulse.actions import mark_talked, take_mark_back
from pulse.models import TalkName
from pulse.queries import name_of, talk_sheets


@require_safe
@hr_page
def list_talks(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show the names that this person may read; a list talked through goes with the next one."""
    program = run_program(request, uid)
    sheets = talk_sheets(program, request.user, now=clock.now())
    return render(request, "dashboard/talks.html", {"program": program, "sheets": sheets})


@require_POST
@hr_page
def mark(request: HrRequest, uid: UUID, talk: UUID) -> HttpResponse:
    """Note that somebody was talked to."""
    program = run_program(request, uid)
    found = _name(request, program, talk)
    mark_talked(name=found, by=request.user, now=clock.now())
    undo = reverse("dashboard:unmark-talked", args=[uid, talk])
    text = _("You talked to %(name)s.") % {"name": found.person.display_name}
    say_done(request, text, undo=undo)
    return redirect("dashboard:list-talks", uid)


@require_POST
@hr_page
def unmark(request: HrRequest, uid: UUID, talk: UUID) -> HttpResponse:
    """Take the note back."""
    program = run_program(request, uid)
    take_mark_back(name=_name(request, program, talk), by=request.user, now=clock.now())
    return redirect("dashboard:list-talks", uid)


def _name(request: HrRequest, program: Program, uid: UUID) -> TalkName:
    """Return a name of this program that this person may read; any other does not exist."""
    found = name_of(request.user, uid, now=clock.now())
    if found is None or found.talk_list.program_id != program.pk:
        raise Http404
    return found
