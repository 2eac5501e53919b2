"""Another rhythm: how often, how long, and which agreement the person looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.actions import Rhythm
from contracts.forms.signing import status_of
from contracts.queries.consent import consent_to_rhythm
from contracts.rules import MINUTES_AT_LEAST, MINUTES_AT_MOST
from core.errors import Refusal
from programs.models import CADENCES
from programs.rules import Cadence


class RhythmForm(forms.Form):
    """The two values that a suggestion changes."""

    cadence = forms.ChoiceField(label=_("How often"), choices=CADENCES)
    minutes = forms.IntegerField(
        label=_("How long, in minutes"), min_value=MINUTES_AT_LEAST, max_value=MINUTES_AT_MOST
    )
    shown_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @property
    def consent(self) -> str:
        """What sending it signs, with gaps for what is chosen."""
        return consent_to_rhythm()

    def rhythm(self) -> Rhythm:
        """Return what was chosen."""
        said = self.cleaned_data
        return Rhythm(Cadence(said["cadence"]), said["minutes"], said["shown_sha256"])

    def say(self, refusal: Refusal) -> int:
        """Put a refusal beside the rhythm; returns the status of the answer."""
        self.add_error("minutes" if "minutes" in refusal.code else "cadence", str(refusal))
        return status_of(refusal)


class ShownRhythmForm(forms.Form):
    """Which suggestion a page showed to who answers it."""

    shown_sha256 = forms.CharField(max_length=64)
