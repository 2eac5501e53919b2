"""The form that takes a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from directory.rules.decoding import MAX_BYTES
from directory.rules.problems import Code, Unreadable
from directory.words import about


class UploadForm(forms.Form):
    """One CSV file."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_("Nothing is changed before you have seen what would change."),
        # An empty file has a sentence of its own, said where all other files are judged.
        allow_empty_file=True,
        max_length=300,
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse by size before reading."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            limit = str(MAX_BYTES // 1024 // 1024)
            raise ValidationError(about(Unreadable(Code.TOO_BIG, limit=limit)))
        return file
