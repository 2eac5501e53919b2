"""Notes on conversations: for oneself, or shared by the two; for nobody else."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from core import clock
from core.errors import Refusal
from core.flash import say_done
from meetings.actions import edit_note, remove_note, write_note
from meetings.forms import EditNoteForm, NoteForm
from meetings.queries import notes_page
from meetings.views.access import note_of, pair_context, pair_with_notes
from meetings.views.edits import save_edit
from pairings.models import Pairing


@require_safe
def list_notes(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Show the own notes and what the partner shared."""
    pairing = pair_with_notes(request, uid)
    return _show_list(request, pairing, NoteForm())


@require_POST
def write(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Write a note; what is wrong with it is shown on the page it was written on."""
    pairing = pair_with_notes(request, uid)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            write_note(pairing, form.draft(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.show(refusal)
        else:
            say_done(request, _("Saved."))
            return redirect("meetings:list-notes", uid)
    return _show_list(request, pairing, form)


def _show_list(request: PersonRequest, pairing: Pairing, form: NoteForm) -> HttpResponse:
    context = {
        **pair_context(request, pairing),
        "notes": notes_page(pairing, request.user),
        "form": form,
    }
    return render(request, "meetings/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, uid: UUID, note_uid: UUID) -> HttpResponse:
    """Change a note; if it was changed meanwhile, both texts are shown (409) and one is chosen."""
    pairing = pair_with_notes(request, uid)
    note = note_of(request, pairing, note_uid)
    form = EditNoteForm(request.POST or None, note=note)

    def save(revision: int) -> None:
        edit_note(note, form.draft(), revision=revision, by=request.user, now=clock.now())

    edited = save_edit(request, form, save)
    if edited.is_saved:
        return redirect("meetings:list-notes", uid)
    context = {**pair_context(request, pairing), "form": form, "stored": edited.stored}
    return render(request, "meetings/note.html", context, status=edited.status)


@require_POST
def remove(request: PersonRequest, uid: UUID, note_uid: UUID) -> HttpResponse:
    """Remove an own note."""
    pairing = pair_with_notes(request, uid)
    note = note_of(request, pairing, note_uid)
    remove_note(note, by=request.user, now=clock.now())
    say_done(request, _("Removed."))
    return redirect("meetings:list-notes", uid)
