"""What HR is asked about a kick-off."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from programs.actions import KickOffFacts
from programs.forms.program import TimeInput, day_field
from programs.models import KickOff, Program

USUAL_TIME = datetime.time(14)
USUAL_MINUTES = 60


class KickOffForm(forms.Form):
    """Date and time in the zone of the program, where, and what happens."""

    day = day_field(_("Day"))
    time = forms.TimeField(label=_("Time"), widget=TimeInput)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=480)
    place = forms.CharField(
        label=_("Where"),
        help_text=_("A video link or a room. It stands in the mail."),
        max_length=160,
    )
    agenda = forms.CharField(
        label=_("What happens (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, *args: Any, program: Program, kickoff: KickOff | None = None, **kwargs: Any
    ) -> None:
        self.program = program
        kwargs["initial"] = _stored(program, kickoff) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["time"].help_text = _("In the time zone of the program, %(zone)s.") % {
            "zone": program.time_zone
        }

    def facts(self) -> KickOffFacts:
        """Return what was said, the time as an instant."""
        said = self.cleaned_data
        local = datetime.datetime.combine(said["day"], said["time"], tzinfo=self.program.zone)
        return KickOffFacts(
            starts_at=local.astimezone(datetime.UTC),
            minutes=said["minutes"],
            place=" ".join(said["place"].split()),
            agenda=said["agenda"],
        )

    def revision_seen(self) -> int:
        """Return which state of the kick-off the person saw when they began."""
        return self.cleaned_data.get("revision") or 0

    def refuse(self, refusal: Refusal) -> None:
        """Show why it was not saved, beside the day where it is about that."""
        self.add_error("day" if refusal.code in _ABOUT_THE_DAY else None, str(refusal.message))


_ABOUT_THE_DAY = frozenset({"kickoff_past", "kickoff_late"})


def _stored(program: Program, kickoff: KickOff | None) -> dict[str, Any]:
    if kickoff is None:
        return {
            "day": program.starts_on,
            "time": USUAL_TIME,
            "minutes": USUAL_MINUTES,
            "revision": 0,
        }
    local = kickoff.starts_at.astimezone(program.zone)
    return {
        "day": local.date(),
        "time": local.time(),
        "minutes": kickoff.minutes,
        "place": kickoff.place,
        "agenda": kickoff.agenda,
        "revision": kickoff.revision,
    }
