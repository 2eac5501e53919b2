"""What HR is asked before it pauses or ends a pair."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.labels import short_time
from lifecycle.actions.ending import change_day_of
from lifecycle.rules import next_change_at
from pairings.models import Pairing
from pairings.rules import EndReason
from programs.forms.program import DateInput

AT_ONCE, CHANGE_DAY = "now", "change_day"
USUAL_BREAK = timedelta(days=14)
REASONS = [
    (str(EndReason.SCHEDULE), _("Their calendars do not fit")),
    (str(EndReason.ROLE_CHANGE), _("A role has changed")),
    (str(EndReason.LEFT_COMPANY), _("Somebody is leaving")),
    (str(EndReason.NOT_A_GOOD_FIT), _("Not a good fit")),
    (str(EndReason.GOALS_REACHED), _("Their goals are reached")),
    (str(EndReason.INACTIVITY), _("No contact for a long time")),
    (str(EndReason.OTHER), _("Something else")),
]


class PauseForm(forms.Form):
    """Until when a pair takes a break."""

    until = forms.DateField(
        label=_("First day back"),
        help_text=_("Dates planned before it are called off, and reminders rest."),
        widget=DateInput,
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today + USUAL_BREAK


class EndForm(forms.Form):
    """Why a pair ends, and when."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        help_text=_("Shown to nobody. It counts only in quarterly totals of five pairs or more."),
    )

    def __init__(self, *args: Any, pairing: Pairing, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        change_at = next_change_at(change_day_of(pairing.program), now)
        named = _("On the next change day, %(day)s. Nothing shows before.")
        choices = [
            (CHANGE_DAY, named % {"day": short_time(change_at, now.date())}),
            (AT_ONCE, _("At once")),
        ]
        self.fields["when"] = forms.ChoiceField(
            label=_("When?"), choices=choices, widget=forms.RadioSelect, initial=CHANGE_DAY
        )
