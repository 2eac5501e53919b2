"""Fields for words that will be signed: they keep only what a signed text can hold."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contracts.actions.refusals import words_for
from contracts.rules.text import tidy_line, tidy_lines
from core.canonical import RefusedCharacter

_YEARS = range(2000, 2101)


class LineField(forms.CharField):
    """One line in NFC; a text that shows nothing is empty."""

    def to_python(self, value: Any) -> str:
        """Tidy the line, or say which character cannot stay."""
        text = super().to_python(value)
        try:
            return tidy_line(text or "")
        except RefusedCharacter as error:
            raise ValidationError(words_for(error)) from error


class WordsField(forms.CharField):
    """A few lines that will not be signed, but stand beside what is."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        """Tidy each line, or say which character cannot stay."""
        text = super().to_python(value)
        try:
            return tidy_lines(text or "")
        except RefusedCharacter as error:
            raise ValidationError(words_for(error)) from error


class MomentField(forms.DateTimeField):
    """A date and time that is not centuries away."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """Refuse years that no calendar on a desk has."""
        try:
            moment = super().to_python(value)
        except OverflowError as error:
            raise ValidationError(_("Choose a date of our time.")) from error
        if moment is not None and moment.year not in _YEARS:
            raise ValidationError(_("Choose a date of our time."))
        return moment
