"""What is asked to take a break, or to end."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from pairings.models import END_REASONS
from pairings.rules import EndReason

# Said by the program when somebody leaves, or by time: nobody chooses them.
NOT_ASKED = (EndReason.LEFT_COMPANY, EndReason.INACTIVITY)


class PauseForm(forms.Form):
    """The first day back."""

    until = forms.DateField(
        label=_("Back on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    refused: ClassVar[frozenset[str]] = frozenset(
        {"until_past", "until_after_end", "pause_times", "pause_days"}
    )

    def show(self, refusal: Refusal) -> None:
        """Put the sentence beside the day; a refusal that is not about it is raised again."""
        if refusal.code not in self.refused:
            raise refusal
        self.add_error("until", str(refusal.message))


class EndForm(forms.Form):
    """Why, from a fixed list: it is only ever read in tables of many pairs."""

    reason = forms.ChoiceField(
        label=_("What fits best?"),
        choices=[(code, label) for code, label in END_REASONS if code not in NOT_ASKED],
        widget=forms.RadioSelect,
        help_text=_("Nobody reads your answer; it is only counted over many pairs."),
    )
