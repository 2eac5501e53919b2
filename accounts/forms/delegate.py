"""Which colleague is to plan for a mentee."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class DelegateForm(forms.Form):
    """A colleague, named by public id; who chooses found them by name."""

    delegate_uid = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Search for a colleague, then choose one.")
        ),
    )

    def clean(self) -> dict[str, object]:
        """Find the colleague."""
        cleaned = super().clean() or {}
        uid = cleaned.get("delegate_uid")
        self._delegate = User.objects.active().filter(uid=uid).first() if uid else None
        if uid and self._delegate is None:
            self.add_error("delegate_uid", _("We did not find this colleague. Search again."))
        return cleaned

    def delegate(self) -> User:
        """Return the colleague of a valid form."""
        if self._delegate is None:
            message = "the form is not valid"
            raise ValueError(message)
        return self._delegate
