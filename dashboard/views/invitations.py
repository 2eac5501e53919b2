"""HR asks people to take part, and decides about colleagues that others thought of."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.errors import Refusal
from core.flash import say_done
from dashboard.forms.invitations import WORDS_AT_MOST, InviteForm
from dashboard.queries.invitations import OUTCOMES, invitations_page, lines_of
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from programs.actions import (
    InviteAnswer,
    decide_nomination,
    invite_people,
    take_invitation_back,
)
from programs.models import Program
from programs.rules import InviteOutcome


@require_http_methods(ASKED_AND_DONE)
@hr_page
def list_invitations(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show who was asked, and ask more people; each address gets an answer."""
    program = run_program(request, uid)
    words = request.GET.get("q", "").replace("\x00", "")[:WORDS_AT_MOST]
    form = InviteForm(posted(request), program=program, words=words)
    answers: list[InviteAnswer] = []
    if form.is_bound and form.is_valid():
        answers = _invite(request, program, form)
        outcomes = {each.outcome for each in answers}
        if outcomes == {InviteOutcome.INVITED}:
            return redirect("dashboard:list-invitations", uid)
        form = _with_what_is_left(form, answers) if InviteOutcome.INVITED in outcomes else form
    context = {
        "program": program,
        "form": form,
        "words": words,
        "answers": lines_of(answers),
        "page": invitations_page(program),
    }
    return render(request, "dashboard/invitations.html", context)


def _invite(request: HrRequest, program: Program, form: InviteForm) -> list[InviteAnswer]:
    try:
        answers = invite_people(
            program=program,
            addresses=form.cleaned_data["all"],
            wishes=form.wishes(),
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return []
    invited = sum(each.outcome == InviteOutcome.INVITED for each in answers)
    if invited:
        text = ngettext(
            "%(invited)d invitation goes out.", "%(invited)d invitations go out.", invited
        )
        say_done(request, text % {"invited": invited})
    return answers


def _with_what_is_left(form: InviteForm, answers: list[InviteAnswer]) -> InviteForm:
    """Keep what was chosen, and of the addresses those that nobody here has."""
    unknown = [each.address for each in answers if each.outcome == InviteOutcome.UNKNOWN]
    said = form.cleaned_data
    initial = {
        "addresses": "\n".join(unknown),
        "role": said["role"],
        "topics": [topic.uid for topic in said["topics"]],
        "hope": said["hope"],
    }
    return InviteForm(initial=initial, program=form.program)


@require_POST
@hr_page
def take_back(request: HrRequest, uid: UUID, invitation: UUID) -> HttpResponse:
    """Take an invitation back that nobody has answered."""
    program = run_program(request, uid)
    places = program.enrollments.select_related("user", "program")
    found = get_object_or_404(places, invitation__uid=invitation)
    take_invitation_back(enrollment=found, by=request.user, now=clock.now())
    text = _("The invitation of %(name)s is taken back. Their link says so.")
    say_done(request, text % {"name": found.user.display_name})
    return redirect("dashboard:list-invitations", uid)


@require_POST
@hr_page
def decide(request: HrRequest, uid: UUID, nomination: UUID) -> HttpResponse:
    """Invite a colleague that somebody thought of, or set the suggestion aside."""
    program = run_program(request, uid)
    found = get_object_or_404(
        program.nominations.select_related("person", "program"), uid=nomination
    )
    act = request.POST.get("act", "")
    if act not in ("invite", "set-aside"):
        raise Refusal("unknown_act", _("Choose what should happen with this suggestion."))
    is_invited = act == "invite"
    answer = decide_nomination(
        nomination=found, is_invited=is_invited, by=request.user, now=clock.now()
    )
    say_done(request, _said(found.person.display_name, answer))
    return redirect("dashboard:list-invitations", uid)


def _said(name: str, answer: InviteAnswer | None) -> str:
    if answer is None:
        return _("The suggestion is set aside.")
    return f"{name}: {OUTCOMES[answer.outcome]}."
