"""What is asked to plan a date, a series of dates, or another time; times are the person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MINYEAR, UTC, date, datetime, time, timedelta
from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.days import HORIZON
from meetings.actions import PlanDraft, SeriesDraft
from meetings.actions.plan_series import SERIES_AT_MOST
from meetings.forms.fields import (
    NUMBER_ERRORS,
    OTHER,
    LengthForm,
    day_input,
    initial_length,
    time_input,
)
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

    def clean_on(self) -> date | None:
        """Refuse days clearly outside; the hour and the mentee's calendar decide the rest."""
        on: date | None = self.cleaned_data["on"]
        if on is None:
            return None
        if on < self.today:
            raise forms.ValidationError(_("That day is over. Choose one that is still to come."))
        if on > self.last_day + timedelta(days=1):
            text = _("The time as a pair ends on %(day)s. Choose a date until then.")
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


class WhenField(forms.ChoiceField):
    """Suggested times in one tap. A time that is no longer suggested stays a valid answer."""

    def valid_value(self, value: object) -> bool:
        """Accept every instant."""
        return super().valid_value(value) or instant_of(str(value)) is not None


@dataclass(frozen=True, slots=True)
class PlanStart:
    """What a new plan starts from: times that suit both, else a day; how long and where."""

    suggested: Sequence[datetime]
    day: date
    usual: MeetingDefaults

    def initial(self) -> dict[str, object]:
        """Return the values that the form shows first."""
        first = self.suggested[0].isoformat() if self.suggested else OTHER
        return initial_length(self.usual.minutes) | {
            "when": first,
            "on": self.day,
            "at": USUAL_TIME,
            "channel": self.usual.channel,
            "repeat": ONCE,
            "count": USUAL_COUNT,
        }


class PlanForm(DateForm):
    """One date, or the whole series in the agreed rhythm; at a suggested time or any other."""

    when = WhenField(label=_("When"), required=False, widget=forms.RadioSelect)
    repeat = forms.ChoiceField(
        label=_("How often"),
        choices=[(ONCE, _("Only this date")), (SERIES, _("A series in the agreed rhythm"))],
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=_("How many dates, if a series"),
        required=False,
        min_value=2,
        max_value=SERIES_AT_MOST,
        error_messages=dict.fromkeys(NUMBER_ERRORS, _("Plan between 2 and 52 dates at once.")),
    )

    field_order = ("when", *DateForm.field_order, "repeat", "count")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        person: User,
        pairing: Pairing,
        now: datetime,
        start: PlanStart | None,
    ) -> None:
        initial = start.initial() if start else {}
        super().__init__(data, person=person, pairing=pairing, now=now, initial=initial)
        suggested = start.suggested if start else ()
        if not suggested:
            del self.fields["when"]
            return
        partner = pairing.partner_of(person)
        times = [(at.isoformat(), time_for_both(at, person, partner)) for at in suggested]
        when = self.fields["when"]
        if isinstance(when, forms.ChoiceField):
            when.choices = [*times, (OTHER, _("Another time"))]
        self.fields["on"].required = self.fields["at"].required = self._picked() is None

    def clean(self) -> dict[str, object]:
        """Take a suggested time for day and time; ask how many when it is a series."""
        cleaned = super().clean()
        picked = self._picked()
        if picked is not None:
            self.starts_at = picked
            for name in ("on", "at"):
                self.errors.pop(name, None)
        is_series = cleaned.get("repeat") == SERIES
        if is_series and cleaned.get("count") is None and "count" not in self.errors:
            self.add_error("count", _("Say how many dates."))
        return cleaned

    def _picked(self) -> datetime | None:
        return instant_of(str(self.data.get("when", ""))) if "when" in self.fields else None

    def series(self) -> SeriesDraft | None:
        """Return the series that a valid form asks for; None for one date."""
        if self.cleaned_data["repeat"] != SERIES:
            return None
        return SeriesDraft(self.draft(), self.cleaned_data["count"], self.zone)


def instant_of(text: str) -> datetime | None:
    """Read an instant as the form wrote it; anything else, and far away years, is nothing."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None or not MINYEAR + 1 < found.year < HORIZON.year:
        return None
    return found.astimezone(UTC)


def time_for_both(at: datetime, person: User, partner: User) -> str:
    """Say a time as the person's clock shows it, and as the partner's where that differs."""
    own, other = at.astimezone(person.zone), at.astimezone(partner.zone)
    said = date_format(own, "D j M, H:i")
    if own.replace(tzinfo=None) == other.replace(tzinfo=None):
        return said
    theirs = date_format(other, "H:i" if own.date() == other.date() else "D H:i")
    words = {"time": said, "other": theirs, "name": partner.first_name}
    return _("%(time)s (%(other)s for %(name)s)") % words


def initial_move(meeting: Meeting, person: User) -> dict[str, object]:
    """Return the date as it stands, in the person's zone."""
    local = meeting.starts_at.astimezone(person.zone)
    return initial_length(meeting.minutes) | {
        "on": local.date(),
        "at": local.time(),
        "channel": meeting.channel,
    }
