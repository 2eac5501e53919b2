"""What an answer page asks: a day, a time, a date to pause until."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class MetForm(forms.Form):
    """On which day the two met."""

    on = forms.DateField(
        label=_("When did you meet?"), widget=forms.DateInput(attrs={"type": "date"})
    )


class NewDateForm(forms.Form):
    """A date and a time, by the clock of `person`; `starts_at` is the instant."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["time"].help_text = _("By the clock in %(zone)s.") % {
            "zone": person.time_zone.replace("_", " ")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clocks leave out on that day."""
        cleaned = super().clean() or {}
        if "day" in cleaned and "time" in cleaned:
            cleaned["starts_at"] = self._instant(cleaned)
        return cleaned

    def _instant(self, cleaned: dict[str, Any]) -> datetime | None:
        local = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=self.person.zone)
        try:
            instant = local.astimezone(UTC)
        except OverflowError:
            self.add_error("day", _("Choose a day inside your program."))
            return None
        if instant.astimezone(self.person.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self.add_error("time", _("The clocks change that day and leave out this time."))
        return instant


class PauseForm(forms.Form):
    """Until which day the pair takes a break."""

    until = forms.DateField(label=_("Back on"), widget=forms.DateInput(attrs={"type": "date"}))
