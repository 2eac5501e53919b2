"""A letter as its readers find it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from core import clock
from kit.models import Letter
from kit.permissions import can_read_usual
from kit.queries import html_of, usual_letter, values_for
from kit.rules import LetterKind, fill
from programs.models import Program


@require_safe
def read_letter(request: PersonRequest, uid: UUID, letter: str) -> HttpResponse:
    """Show a letter to who had it, to whose role it is for, and to who runs the program."""
    found = _letter(request, uid, letter)
    values = values_for(found.program)
    context = {
        "letter": found,
        "title": fill(found.title, values),
        "html": html_of(found, values),
    }
    return render(request, "kit/letter.html", context)


def _letter(request: PersonRequest, uid: UUID, kind: str) -> Letter:
    """Return a letter that this person may read; for anybody else it does not exist."""
    if kind not in list(LetterKind):
        raise Http404
    stored = Letter.objects.filter(program__uid=uid, kind=kind).select_related("program")
    if stored.exists():
        return get_object_or_404(stored.visible_to(request.user))
    program = get_object_or_404(Program.objects.visible_to(request.user), uid=uid)
    if not can_read_usual(request.user, program, LetterKind(kind)):
        raise Http404
    return usual_letter(program, LetterKind(kind), now=clock.now())
