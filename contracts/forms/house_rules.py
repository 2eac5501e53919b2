"""The house rules as HR writes them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contracts.actions.refusals import words_for
from contracts.rules.house_rules import LENGTH, default_house_rules
from core.canonical import RefusedCharacter
from core.prose import keep


class HouseRulesForm(forms.Form):
    """One text in Markdown; what is published stays, a change becomes the next version."""

    text = forms.CharField(
        label=_("House rules"),
        help_text=_(
            "Plain text; “## ” starts a heading, “- ” a point, **two stars** make it strong."
            " A change becomes a new version. Agreements that are signed keep theirs."
        ),
        max_length=LENGTH,
        initial=default_house_rules,
        widget=forms.Textarea(attrs={"rows": 24}),
    )

    def clean_text(self) -> str:
        """Keep what a hash can stand for."""
        try:
            return keep(self.cleaned_data["text"])
        except RefusedCharacter as error:
            raise ValidationError(words_for(error)) from error


class HouseRulesEditForm(HouseRulesForm):
    """The same, with the number of the version that stood there when the person began to write."""

    seen = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def over(self, number: int) -> "HouseRulesEditForm":
        """Return what was typed once more, now over a newer version: going on is a choice."""
        return HouseRulesEditForm({"text": self.cleaned_data["text"], "seen": number})


class ShownRulesForm(forms.Form):
    """Which version of the rules a page showed to a pair."""

    number = forms.IntegerField(min_value=1, max_value=10**6)
