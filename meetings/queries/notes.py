"""The notes one of the two can read, with what they can do about each."""

from dataclasses import dataclass

from accounts.models import User
from meetings.models import Note
from meetings.permissions import can_edit_note, can_remove_note
from pairings.models import Pairing


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note as one partner sees it."""

    note: Note
    is_own: bool
    can_edit: bool
    can_remove: bool


def notes_page(pairing: Pairing, user: User) -> list[NoteRow]:
    """Return the own notes and what the partner shared, newest first, in one query."""
    found = Note.objects.visible_to(user).filter(pairing=pairing)
    rows = found.select_related("author", "changed_by", "meeting").order_by("-created_at", "-id")
    return [_row(note, pairing, user) for note in rows]


def _row(note: Note, pairing: Pairing, user: User) -> NoteRow:
    note.pairing = pairing
    return NoteRow(
        note=note,
        is_own=note.author_id == user.pk,
        can_edit=can_edit_note(user, note),
        can_remove=can_remove_note(user, note),
    )
