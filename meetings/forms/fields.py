"""Fields that forms about conversations share; each refusal has its field."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import CHANNELS
from core.errors import Refusal
from meetings.actions.plan_checks import FEWEST_MINUTES, MOST_MINUTES

OTHER = "other"
# Whatever is wrong with a number, the same sentence says what is right.
NUMBER_ERRORS = ("invalid", "min_value", "max_value")
SENSIBLE_LENGTH = _("Choose a length between 5 minutes and 8 hours, in whole minutes.")
LENGTHS = [
    ("15", _("15 min")),
    ("30", _("30 min")),
    ("45", _("45 min")),
    ("60", _("An hour")),
    ("90", _("An hour and a half")),
    (OTHER, _("Another length")),
]


def day_input() -> forms.DateInput:
    """Return a date picker; browsers want the ISO format whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input() -> forms.TimeInput:
    """Return a time picker."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class RefusableForm(forms.Form):
    """A form that shows a refusal of its act beside the field that caused it."""

    refused_at: ClassVar[dict[str, str]] = {}

    def show(self, refusal: Refusal) -> None:
        """Put the sentence beside its field; a refusal that belongs to no field is raised again."""
        if refusal.code not in self.refused_at:
            raise refusal
        self.add_error(self.refused_at[refusal.code], str(refusal.message))


class EditForm(RefusableForm):
    """A change of words that were read at a revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def take_over(self, revision: int) -> None:
        """Keep what was typed, on top of what is stored now: saving again counts."""
        self.data = {**dict(self.data.items()), "revision": str(revision)}


class LengthForm(RefusableForm):
    """How long: a usual length in one tap, or any number of minutes."""

    length = forms.ChoiceField(label=_("How long"), choices=LENGTHS, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes, if another length"),
        required=False,
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
        error_messages=dict.fromkeys(NUMBER_ERRORS, SENSIBLE_LENGTH),
    )
    channel = forms.ChoiceField(label=_("Where"), choices=CHANNELS, widget=forms.RadioSelect)

    def clean(self) -> dict[str, object]:
        """Ask for the minutes when no usual length was chosen."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        is_other = cleaned.get("length") == OTHER
        if is_other and cleaned.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many minutes."))
        return cleaned

    def chosen_minutes(self) -> int:
        """Return the length in minutes of a valid form."""
        length: str = self.cleaned_data["length"]
        minutes: int | None = self.cleaned_data["minutes"]
        return minutes if length == OTHER and minutes is not None else int(length)


def initial_length(minutes: int) -> dict[str, object]:
    """Return how a form shows a length."""
    if str(minutes) in dict(LENGTHS):
        return {"length": str(minutes)}
    return {"length": OTHER, "minutes": minutes}
