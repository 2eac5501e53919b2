"""Notes of a pair; a shared text is never saved over someone else's change."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Forbidden, Refusal
from meetings.actions.locking import Turn, begin_turn
from meetings.actions.stale import StaleWords
from meetings.models import Meeting, Note
from meetings.permissions import can_edit_note, can_remove_note
from pairings.actions import bump_revision, lock_pair
from pairings.models import Pairing

NOTE_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A text and who reads it. `uid` comes with the form: sent twice, it is written once."""

    text: str
    is_shared: bool = False
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def write_note(
    pairing: Pairing,
    draft: NoteDraft,
    *,
    by: User,
    now: datetime,
    meeting: Meeting | None = None,
) -> Note:
    """Write a note. Refusals: `empty`, `too_long`, `not_this_pair`, those of `begin_turn`."""
    turn = begin_turn(pairing, by=by, now=now)
    if meeting is not None and meeting.pairing_id != turn.pairing.pk:
        raise Refusal("not_this_pair", _("This conversation belongs to another pair."))
    note = save_new_note(turn, draft, meeting)
    turn.close("write note", ("note", note.uid), {"is_shared": note.is_shared})
    return note


@transaction.atomic
def edit_note(note: Note, draft: NoteDraft, *, revision: int, by: User, now: datetime) -> Note:
    """Save a change of the text that was read at `revision`; a private note may become shared.

    Raises `StaleWords` when it has been changed meanwhile, unless to the very same text. Refusals:
    `empty`, `too_long`, `not_yours` (403), `removed`, those of `begin_turn`.
    """
    turn = begin_turn(note.pairing, by=by, now=now)
    fresh = _fresh(turn.pairing, note)
    if not can_edit_note(by, fresh):
        raise Forbidden("not_yours", _("Only the author can change this note."))
    if fresh.removed_at is not None:
        raise Refusal("removed", _("This note has been removed."))
    text, is_shared = checked_text(draft.text), fresh.is_shared or draft.is_shared
    if (fresh.text, fresh.is_shared) == (text, is_shared):
        return fresh
    if fresh.revision != revision:
        raise StaleWords("note_changed", _("This has been changed since you opened it."), fresh)
    fresh.text, fresh.is_shared = text, is_shared
    _save_change(fresh, turn)
    return fresh


@transaction.atomic
def remove_note(note: Note, *, by: User, now: datetime) -> Note:
    """Remove an own note and its text; removing twice is removing once.

    What was shared stays after the end of a pair, and what both wrote stays for both; a private
    note can be removed at any time. Refusals: `not_yours` (403).
    """
    pairing = lock_pair(note.pairing)
    fresh = _fresh(pairing, note)
    if not can_remove_note(by, fresh):
        raise Forbidden("not_yours", _("You cannot remove this note."))
    if fresh.removed_at is None:
        fresh.removed_at, fresh.text = now, ""
        fresh.revision += 1
        fresh.save(update_fields=["removed_at", "text", "revision"])
        bump_revision(pairing)
        audit.record("remove note", ("note", fresh.uid), by=by, now=now)
    return fresh


def save_new_note(turn: Turn, draft: NoteDraft, meeting: Meeting | None) -> Note:
    """Write a note in the turn of another act; the same draft again gives the note there is.

    Another text from the same form (the way back, then typed anew) is another note.
    """
    text = checked_text(draft.text)
    known = Note.objects.filter(uid=draft.uid).first()
    if known and (known.pairing_id, known.author_id) != (turn.pairing.pk, turn.by.pk):
        raise Refusal("not_yours", _("This note was sent before. Open the form again."))
    if known is not None and known.text == text:
        return known
    return Note.objects.create(
        uid=draft.uid if known is None else uuid4(),
        pairing=turn.pairing,
        meeting=meeting,
        author=turn.by,
        is_shared=draft.is_shared,
        text=text,
        created_at=turn.now,
        changed_at=turn.now,
    )


def checked_text(text: str) -> str:
    """Return the text with one kind of line end; refuses `empty`, `too_long`, `unreadable`."""
    clean = text.replace("\r\n", "\n").strip()
    if not clean:
        raise Refusal("empty", _("Write something first."))
    if len(clean) > NOTE_LENGTH:
        excess = len(clean) - NOTE_LENGTH
        raise Refusal("too_long", _("This is %(count)d characters too long.") % {"count": excess})
    if "\x00" in clean:
        raise Refusal("unreadable", _("This text holds a character that cannot be stored."))
    return clean


def _fresh(pairing: Pairing, note: Note) -> Note:
    fresh = Note.objects.filter(pk=note.pk, pairing=pairing).first()
    if fresh is None:
        raise Refusal("not_this_pair", _("This note belongs to another pair."))
    fresh.pairing = pairing
    return fresh


def _save_change(note: Note, turn: Turn) -> None:
    note.changed_at, note.changed_by = turn.now, turn.by
    note.is_joint = note.is_joint or note.author_id != turn.by.pk
    note.revision += 1
    note.save(
        update_fields=["text", "is_shared", "is_joint", "changed_at", "changed_by", "revision"]
    )
    turn.close("edit note", ("note", note.uid), {"is_shared": note.is_shared})
