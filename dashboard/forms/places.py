"""The filters of the people in a program."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import ENROLLMENT_STATES, ROLES

WORDS_AT_MOST = 100


class PlaceFilter(forms.Form):
    """Narrows places by state, role and name; what it does not understand is said and left out."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Every state")), *ENROLLMENT_STATES]
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("Both roles")), *ROLES]
    )
    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=WORDS_AT_MOST,
        widget=forms.SearchInput(attrs={"placeholder": _("Search a name")}),
    )
