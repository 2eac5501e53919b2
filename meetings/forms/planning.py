"""What is asked to plan a date, a series of dates, or another time; times are the person's own."""

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from meetings.actions import PlanDraft, SeriesDraft
from meetings.actions.plan_series import SERIES_AT_MOST
from meetings.forms.fields import NUMBER_ERRORS, LengthForm, day_input, initial_length, time_input
from meetings.models import Meeting
from meetings.queries import MeetingDefaults
from pairings.models import Pairing

ONCE, SERIES = "once", "series"
USUAL_TIME = time(10)
USUAL_COUNT = 6


class DateForm(LengthForm):
    """A day and a time in the person's zone, a length and a channel."""

    on = forms.DateField(label=_("Day"), widget=day_input())
    at = forms.TimeField(label=_("Time"), widget=time_input())

    field_order: tuple[str, ...] = ("on", "at", "length", "minutes", "channel")
    refused_at: ClassVar[dict[str, str]] = {
        "past": "on",
        "after_end": "on",
        "paused": "on",
        "overlaps": "at",
        "minutes": "minutes",
        "channel": "channel",
        "count": "count",
    }

    def __init__(
        self,
        data: QueryDict | None,
        *,
        person: User,
        pairing: Pairing,
        now: datetime,
        initial: dict[str, object],
    ) -> None:
        super().__init__(data, initial=initial)
        self.zone = person.zone
        self.today = now.astimezone(self.zone).date()
        self.last_day = pairing.ends_on or self.today
        self.starts_at: datetime | None = None

    def clean_on(self) -> date:
        """Refuse days clearly outside; the hour and the mentee's calendar decide the rest."""
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("That day is over. Choose one that is still to come."))
        if on > self.last_day + timedelta(days=1):
            text = _("Your time as a pair ends on %(day)s. Choose a date until then.")
            raise forms.ValidationError(text % {"day": date_format(self.last_day)})
        return on

    def clean(self) -> dict[str, object]:
        """Put day and time together; an hour that the clocks leave out does not exist."""
        cleaned = super().clean()
        on, at = cleaned.get("on"), cleaned.get("at")
        if isinstance(on, date) and isinstance(at, time):
            self.starts_at = datetime.combine(on, at.replace(second=0, microsecond=0), self.zone)
            wall = self.starts_at.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
            if wall != self.starts_at.replace(tzinfo=None):
                text = _("The clocks go forward that day and leave this time out. Choose another.")
                self.add_error("at", text)
        return cleaned

    def draft(self) -> PlanDraft:
        """Return the date that a valid form asks for."""
        if self.starts_at is None:
            message = "the form is not valid"
            raise ValueError(message)
        return PlanDraft(self.starts_at, self.chosen_minutes(), self.cleaned_data["channel"])


class PlanForm(DateForm):
    """One date, or the whole series in the agreed rhythm."""

    repeat = forms.ChoiceField(
        label=_("How often"),
        choices=[(ONCE, _("Only this date")), (SERIES, _("A series in our rhythm"))],
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=_("How many dates, if a series"),
        required=False,
        min_value=2,
        max_value=SERIES_AT_MOST,
        error_messages=dict.fromkeys(NUMBER_ERRORS, _("Plan between 2 and 52 dates at once.")),
    )

    field_order = (*DateForm.field_order, "repeat", "count")

    def clean(self) -> dict[str, object]:
        """Ask how many when it is a series."""
        cleaned = super().clean()
        is_series = cleaned.get("repeat") == SERIES
        if is_series and cleaned.get("count") is None and "count" not in self.errors:
            self.add_error("count", _("Say how many dates."))
        return cleaned

    def series(self) -> SeriesDraft | None:
        """Return the series that a valid form asks for; None for one date."""
        if self.cleaned_data["repeat"] != SERIES:
            return None
        return SeriesDraft(self.draft(), self.cleaned_data["count"], self.zone)


def initial_plan(usual: MeetingDefaults, day: date) -> dict[str, object]:
    """Return what a new plan starts from."""
    return initial_length(usual.minutes) | {
        "on": day,
        "at": USUAL_TIME,
        "channel": usual.channel,
        "repeat": ONCE,
        "count": USUAL_COUNT,
    }


def initial_move(meeting: Meeting, person: User) -> dict[str, object]:
    """Return the date as it stands, in the person's zone."""
    local = meeting.starts_at.astimezone(person.zone)
    return initial_length(meeting.minutes) | {
        "on": local.date(),
        "at": local.time(),
        "channel": meeting.channel,
    }
