"""What a signer types, and the comment of who sends a text back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.actions import Signing
from contracts.forms.fields import LineField
from contracts.rules import COMMENT_LENGTH, NAME_LENGTH
from contracts.rules.proof import Evidence
from core.errors import Refusal, Stale

_FIELD_OF = {
    "consent_missing": "consent",
    "name_missing": "typed_name",
    "proof_needed": "code",
    "code_wrong": "code",
    "code_used_up": "code",
}


class SignForm(forms.Form):
    """A name, a tick, and the hash of what was read; a code only where it is needed."""

    typed_name = LineField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Tick the box to say that you agree.")}
    )
    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    shown_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    field_order = ("typed_name", "consent", "code", "shown_sha256")

    def __init__(self, *args: Any, consent: str, asks_for_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent
        if not asks_for_code:
            del self.fields["code"]

    def signing(self, evidence: Evidence | None) -> Signing:
        """Return what was done."""
        said = self.cleaned_data
        return Signing(
            shown_sha256=said["shown_sha256"],
            has_consented=said["consent"],
            typed_name=said["typed_name"],
            evidence=evidence,
            code=said.get("code", ""),
        )

    def can_say(self, refusal: Refusal) -> bool:
        """Say whether a refusal is about something typed here, and not about the whole text."""
        return refusal.code in _FIELD_OF

    def say(self, refusal: Refusal) -> None:
        """Put a refusal beside the field it is about."""
        field = _FIELD_OF[refusal.code]
        self.add_error(field if field in self.fields else None, str(refusal))


class CommentForm(forms.Form):
    """What should change, in a few words."""

    comment = forms.CharField(
        label=_("What would you like to change?"),
        help_text=_("Only the two of you can read this. It is in no mail."),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def say(self, refusal: Refusal) -> int:
        """Put a refusal beside the comment, which stays; returns the status of the answer."""
        self.add_error("comment", str(refusal))
        return status_of(refusal)


def status_of(refusal: Refusal) -> int:
    """Return 409 when somebody else was faster; a form that is only not right yet is no error."""
    return refusal.status if isinstance(refusal, Stale) else 200
