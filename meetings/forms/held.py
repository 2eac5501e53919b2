"""What an assistant is asked about a conversation that took place: the day, how long, where."""

from datetime import date, datetime
from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from meetings.actions import LogDraft
from meetings.forms.fields import LengthForm, day_input, initial_length
from meetings.queries import MeetingDefaults


class HeldForm(LengthForm):
    """A day by the mentee's calendar, a length and a channel; no words."""

    on = forms.DateField(label=_("Day"), widget=day_input())

    field_order = ("on", "length", "minutes", "channel")
    refused_at: ClassVar[dict[str, str]] = {
        "future": "on",
        "before_start": "on",
        "said_already": "on",
        "minutes": "minutes",
        "channel": "channel",
    }

    def __init__(
        self, data: QueryDict | None, *, mentee: User, usual: MeetingDefaults, now: datetime
    ) -> None:
        start = {"on": now.astimezone(mentee.zone).date(), "channel": usual.channel}
        super().__init__(data, initial=initial_length(usual.minutes) | start)

    def draft(self) -> LogDraft:
        """Return what a valid form says."""
        on: date = self.cleaned_data["on"]
        return LogDraft(on, self.chosen_minutes(), self.cleaned_data["channel"])
