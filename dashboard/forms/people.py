"""The search for people."""

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS_AT_MOST = 100


class PeopleSearch(forms.Form):
    """Words of a name, an email, a title or a department, and the page that is asked for."""

    q = forms.CharField(
        label=_("Search people"),
        max_length=WORDS_AT_MOST,
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, email, title, department")}),
    )
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)
