"""The letters of a program: read, change, try, send, take back."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import Refusal, Stale
from core.flash import say_done
from dashboard.views.door import HrRequest, hr_page, posted
from dashboard.views.programs import ASKED_AND_DONE, run_program
from kit.actions import save_letter, send_letter, send_trial, take_back
from kit.forms import LetterForm, SendForm
from kit.models import Letter, Sending
from kit.queries import (
    READERS,
    delivered,
    html_of,
    letter_of,
    letter_rows,
    new_readers_of,
    readers_of,
    values_for,
    waiting_sending,
)
from kit.rules import LetterKind, fill

SHOWN = 40


@require_safe
@hr_page
def list_letters(request: HrRequest, uid: UUID) -> HttpResponse:
    """Show the letters of a program and what has left."""
    program = run_program(request, uid)
    rows = letter_rows(program, now=clock.now())
    context = {"program": program, "rows": rows, "values": values_for(program)}
    return render(request, "dashboard/letters.html", context)


@require_http_methods(ASKED_AND_DONE)
@hr_page
def edit_letter(request: HrRequest, uid: UUID, letter: str) -> HttpResponse:
    """Change the words of a letter beside how they will look."""
    found = _letter(request, uid, letter)
    form = LetterForm(posted(request), letter=found)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form)
        except Stale as stale:
            found = _letter(request, uid, letter)
            form.ask_again(found, str(stale.message))
        else:
            say_done(request, _("Saved."))
            return redirect("dashboard:edit-letter", uid, letter)
    return render(request, "dashboard/letter_edit.html", _page(found) | {"form": form})


def _save(request: HrRequest, letter: Letter, form: LetterForm) -> None:
    save_letter(
        program=letter.program,
        kind=LetterKind(letter.kind),
        words=form.words(),
        revision=form.cleaned_data["revision"],
        by=request.user,
        now=clock.now(),
    )


@require_http_methods(ASKED_AND_DONE)
@hr_page
def send(request: HrRequest, uid: UUID, letter: str) -> HttpResponse:
    """Say who gets a letter, then send it now or on a day."""
    found = _letter(request, uid, letter)
    form = SendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            sending = send_letter(
                program=found.program,
                kind=LetterKind(found.kind),
                send_at=form.send_at(ZoneInfo(found.program.time_zone)),
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("day" if refusal.code == "send_at" else None, str(refusal.message))
        else:
            undo = reverse("dashboard:take-back-letter", args=[uid, letter, sending.uid])
            say_done(request, _("The letter is on its way. You can still take it back."), undo=undo)
            return redirect("dashboard:list-letters", uid)
    readers = new_readers_of(found)
    context = {"form": form, "count": readers.count(), "people": readers[:SHOWN]}
    return render(request, "dashboard/letter_send.html", _page(found) | context)


@require_POST
@hr_page
def take_letter_back(request: HrRequest, uid: UUID, letter: str, sending: UUID) -> HttpResponse:
    """Keep a letter from leaving."""
    program = run_program(request, uid)
    found = get_object_or_404(
        Sending.objects.select_related("letter__program"),
        uid=sending,
        letter__program=program,
        letter__kind=letter,
    )
    take_back(sending=found, by=request.user, now=clock.now())
    say_done(request, _("The letter stays here."))
    return redirect("dashboard:list-letters", uid)


@require_POST
@hr_page
def try_letter(request: HrRequest, uid: UUID, letter: str) -> HttpResponse:
    """Send a letter to oneself."""
    found = _letter(request, uid, letter)
    kind = LetterKind(found.kind)
    send_trial(program=found.program, kind=kind, by=request.user, now=clock.now())
    text = _("A test is on its way to %(email)s.")
    say_done(request, text % {"email": request.user.email})
    return redirect("dashboard:edit-letter", uid, letter)


def _letter(request: HrRequest, uid: UUID, kind: str) -> Letter:
    program = run_program(request, uid)
    if kind not in list(LetterKind):
        raise Http404
    return letter_of(program, LetterKind(kind), now=clock.now())


def _page(letter: Letter) -> dict[str, Any]:
    """Return what every page about one letter shows."""
    kind, values = LetterKind(letter.kind), values_for(letter.program)
    return {
        "program": letter.program,
        "letter": letter,
        "name": letter.get_kind_display(),
        "for_whom": READERS[kind],
        "readers": readers_of(letter.program, kind).count(),
        "waiting": waiting_sending(letter),
        "delivered": delivered(letter),
        "values": values,
        "title": fill(letter.title, values),
        "intro": fill(letter.intro, values),
        "html": html_of(letter, values),
    }
