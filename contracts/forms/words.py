"""A word to the partner beside a text, in a form of its own and on the page of the draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.forms.fields import WordsField
from contracts.forms.signing import status_of
from contracts.rules import COMMENT_LENGTH
from core.errors import Refusal


def word_to(name: str, *, required: bool = False) -> WordsField:
    """Return the field for a word to somebody."""
    return WordsField(
        label=_("A word to %(name)s") % {"name": name},
        help_text=_("It stands beside the text, for the two of you. It is in no mail."),
        max_length=COMMENT_LENGTH,
        required=required,
    )


class WordForm(forms.Form):
    """What one says to the other about a text that is fixed for now."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"] = word_to(name, required=True)

    def say(self, refusal: Refusal) -> int:
        """Put a refusal beside the word, which stays; returns the status of the answer."""
        self.add_error("word", str(refusal))
        return status_of(refusal)
