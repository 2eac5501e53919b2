"""Think of a colleague: the program team decides whether they are asked."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from programs.actions import nominate_person
from programs.forms import NominateForm
from programs.models import Program
from programs.permissions import can_nominate


@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Suggest a colleague as mentor or mentee."""
    program = get_object_or_404(Program.objects.visible_to(request.user), uid=uid)
    if not can_nominate(request.user, program):
        raise Http404
    form = NominateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _nominate(request, program, form):
        say_done(request, _("Thank you. The program team decides whether to invite them."))
        return redirect("programs:list-programs")
    return render(request, "programs/nominate.html", {"program": program, "form": form})


def _nominate(request: PersonRequest, program: Program, form: NominateForm) -> bool:
    said = form.cleaned_data
    try:
        nominate_person(
            program=program,
            person=form.found,
            role=said["role"],
            why=said["why"],
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
    return form.is_valid()
