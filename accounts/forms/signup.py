"""What sign-up asks besides the address. allauth's own form inherits from this one."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.models import User


class SignupForm(forms.Form):
    """The name; the password comes after the proof of the address."""

    display_name = LineField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("display_name", "email")

    def signup(self, _request: HttpRequest, _user: User) -> None:
        """Nothing is left to do: the adapter has kept the name."""
