"""What is asked to write or change a note."""

from typing import ClassVar
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meetings.actions import NoteDraft
from meetings.actions.notes import NOTE_LENGTH
from meetings.forms.fields import EditForm, RefusableForm
from meetings.models import Note

PRIVATE, SHARED = "private", "shared"
READERS = [(PRIVATE, _("Only me")), (SHARED, _("Both of us"))]


class NoteTextField(forms.CharField):
    """A text whose line ends count once, as a person counts them."""

    def to_python(self, value: object) -> str:
        """Browsers send two characters for a line end."""
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


class NoteForm(RefusableForm):
    """A new note: its text, and who reads it."""

    text = NoteTextField(
        label=_("Note"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )
    reader = forms.ChoiceField(
        label=_("Who can read it"), choices=READERS, widget=forms.RadioSelect
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    refused_at: ClassVar[dict[str, str]] = {
        "empty": "text",
        "too_long": "text",
        "unreadable": "text",
        "not_yours": "text",
    }

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"reader": PRIVATE, "uid": uuid4()})

    def draft(self) -> NoteDraft:
        """Return the note that a valid form holds."""
        said = self.cleaned_data
        return NoteDraft(said["text"], is_shared=said["reader"] == SHARED, uid=said["uid"])


class EditNoteForm(EditForm):
    """A change of a note; what is shared stays shared."""

    text = NoteTextField(
        label=_("Note"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    reader = forms.ChoiceField(
        label=_("Who can read it"), choices=READERS, widget=forms.RadioSelect, required=False
    )

    refused_at: ClassVar[dict[str, str]] = NoteForm.refused_at

    def __init__(self, data: QueryDict | None, *, note: Note) -> None:
        start = {"text": note.text, "reader": PRIVATE, "revision": note.revision}
        super().__init__(data, initial=start)
        if note.is_shared:
            del self.fields["reader"]

    def draft(self) -> NoteDraft:
        """Return the text as it should be."""
        said = self.cleaned_data
        return NoteDraft(said["text"], is_shared=said.get("reader") == SHARED)
