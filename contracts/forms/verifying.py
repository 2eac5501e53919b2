"""The form that takes a signed copy."""

from typing import Self

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class VerifyForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Signed copy (PDF)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=_("It is checked in memory and not kept."),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the PDF that was downloaded."),
        },
    )

    @classmethod
    def too_large(cls) -> Self:
        """Return the form that says so, before anything of the file was read."""
        form = cls({}, MultiValueDict())
        text = _("This file is too large to be a signed copy: they have at most 2 MB.")
        form.errors["file"] = form.error_class([str(text)])
        return form
