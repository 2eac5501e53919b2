"""Programs: create, describe, move on, house rules, calendar, staff."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.house_rules import HouseRulesForm
from core import clock
from core.errors import Forbidden, Refusal, Stale
from core.flash import say_done
from dashboard.queries.programs import next_steps, program_page, program_rows
from dashboard.views.door import HrRequest, hr_page, posted
from lifecycle.actions import create_program_with_rules, move_program
from lifecycle.queries import closing_preview, program_summary
from pairings.actions import change_program
from programs.forms import ProgramForm
from programs.models import Program
from programs.permissions import can_create_program
from programs.rules import ProgramState

ASKED_AND_DONE = ["GET", "HEAD", "POST"]
# Their next step brings pairs to their end.
CLOSING_NEXT = (ProgramState.RUNNING, ProgramState.CLOSING)


def run_program(request: HrRequest, uid: UUID) -> Program:
    """Return a program that this person runs; for anyone else it does not exist."""
    program = next((each for each in request.programs if each.uid == uid), None)
    if program is None:
        raise Http404
    return program


@require_safe
@hr_page
def list_programs(request: HrRequest) -> HttpResponse:
    """Show the programs one runs; those in the archive on request."""
    is_archive = request.GET.get("archived") == "yes"
    shown = [each for each in request.programs if (each.archived_at is not None) == is_archive]
    context = {
        "rows": program_rows(shown),
        "is_archive": is_archive,
        "archived": sum(each.archived_at is not None for each in request.programs),
        "can_create": can_create_program(request.user),
    }
    return render(request, "dashboard/programs.html", context)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def create_program(request: HrRequest) -> HttpResponse:
    """Open a draft with its house rules."""
    if not can_create_program(request.user):
        raise Forbidden("not_hr", _("Only HR admins can create a program."))
    form, rules = ProgramForm(posted(request)), HouseRulesForm(request.POST or None)
    if request.method == "POST" and all([form.is_valid(), rules.is_valid()]):
        try:
            program = create_program_with_rules(
                facts=form.facts(),
                house_rules=rules.cleaned_data["text"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_done(request, _("The program is a draft. Open its enrollment when it is ready."))
            return redirect("dashboard:show-program", program.uid)
    return render(request, "dashboard/program_new.html", {"form": form, "rules_form": rules})


@require_safe
@hr_page
def show_program(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show a program and what can be done next."""
    program = run_program(request, uid)
    context: dict[str, object] = {"program": program, "page": program_page(program)}
    if program.state == ProgramState.CLOSED:
        context["summary"] = program_summary(program, request.user)
    return render(request, "dashboard/program.html", context)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def edit_program(request: HrRequest, uid: UUID) -> HttpResponse:
    """Change the facts; who saves over somebody else's change sees both."""
    program = run_program(request, uid)
    form = ProgramForm(posted(request), program=program)
    differences = []
    if request.method == "POST" and form.is_valid():
        try:
            change_program(
                program=program,
                by=request.user,
                facts=form.facts(),
                revision=form.revision_seen(),
                now=clock.now(),
            )
        except Stale as stale:
            program.refresh_from_db()
            differences = form.differences(program)
            form = _ask_again(request, program, str(stale.message))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say_done(request, _("Saved."))
            return redirect("dashboard:show-program", uid)
    context = {"program": program, "form": form, "differences": differences}
    return render(request, "dashboard/program_edit.html", context)


def _ask_again(request: HrRequest, program: Program, why: str) -> ProgramForm:
    """Keep what was typed, now on top of what is stored: saving again is a choice."""
    data = request.POST.copy()
    data["revision"] = str(program.revision)
    form = ProgramForm(data, program=program)
    form.add_error(None, why)
    return form


@require_http_methods(ASKED_AND_DONE)
@hr_page
def advance(request: HrRequest, uid: UUID) -> HttpResponse:
    """Say what the next step means, then take it."""
    program = run_program(request, uid)
    if request.method == "POST":
        act = request.POST.get("act", "")
        move_program(program=program, act=act, by=request.user, now=clock.now())
        say_done(request, _("Done. The program has moved on."))
        return redirect("dashboard:show-program", uid)
    context = {"program": program, "steps": next_steps(program)}
    if program.state in CLOSING_NEXT:
        context["preview"] = closing_preview(program, clock.now())
    return render(request, "dashboard/program_advance.html", context)
