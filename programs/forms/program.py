"""What HR is asked about a program."""

import datetime
import zoneinfo
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import TimeZoneField
from core.errors import Refusal
from programs.actions import ANNOUNCEMENT_REFUSED, ProgramFacts
from programs.models import CADENCES, KINDS, Program
from programs.rules import Cadence, ProgramKind

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
ANNOUNCEMENT = ("announce_on", "announce_time")
USUAL_TIME = datetime.time(9)
TOPICS_AT_MOST = 60
TOPIC_LENGTH = 80


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks ISO dates in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(label: "str | StrPromise", **options: Any) -> forms.DateField:
    """Return a field for a day of this century."""
    return forms.DateField(
        label=label, widget=DateInput, validators=[check_day], input_formats=["%Y-%m-%d"], **options
    )


def check_day(day: datetime.date) -> None:
    """Refuse dates that nobody can mean."""
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Choose a date between 2000 and 2100."))


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed meanwhile: what was typed here, and what is stored now."""

    label: str
    typed: str
    stored: str


class ProgramForm(forms.Form):
    """The facts of a program. `program` is the one that is edited."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("People read this before they join."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(
        _("Last day"),
        required=False,
        help_text=_("A cohort needs one. In an always-on program each pair has six months."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    cadence = forms.ChoiceField(label=_("Default rhythm"), choices=CADENCES)
    minutes = forms.IntegerField(
        label=_("Length of a meeting in minutes"), min_value=15, max_value=480
    )
    min_level_gap = forms.IntegerField(
        label=_("Levels between mentor and mentee, at least"), min_value=1, max_value=20
    )
    change_weekday = forms.TypedChoiceField(
        label=_("Change day"),
        choices=WEEKDAYS,
        coerce=int,
        help_text=_("When a partner ends a pair, it takes effect on this day of the week."),
    )
    change_time = forms.TimeField(label=_("Time of changes"), widget=TimeInput)
    announce_on = day_field(
        _("Pairs are announced on"),
        required=False,
        help_text=_(
            "For a cohort. Until then pairs are fixed without telling anybody; on this day all of"
            " them start, each with one mail. Without a day, both are asked as soon as you pair"
            " them."
        ),
    )
    announce_time = forms.TimeField(
        label=_("Time of the announcement"),
        help_text=_("In the time zone of the program."),
        widget=TimeInput,
        required=False,
    )
    allows_requests = forms.BooleanField(
        label=_("People may ask for a partner"),
        required=False,
        help_text=_(
            "Who has a place and no partner sees up to five people who fit and may ask one at a"
            " time. Before an announcement nobody asks."
        ),
    )
    topics = forms.CharField(
        label=_("Topics"),
        help_text=_("One on each line."),
        required=False,
        max_length=TOPICS_AT_MOST * (TOPIC_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, program: Program | None = None, **kwargs: Any) -> None:
        self.program = program
        kwargs["initial"] = stored_values(program) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        stored = program.time_zone if program else "UTC"
        self.fields["time_zone"] = TimeZoneField(label=_("Time zone"), stored=stored)
        if program is not None and program.announced_at is not None:
            self._close_announcement()

    def _close_announcement(self) -> None:
        """Show when the pairs were announced; that can no longer change."""
        for name in ANNOUNCEMENT:
            self.fields[name].disabled = True
        self.fields["announce_on"].help_text = _("They are announced.")

    def clean_name(self) -> str:
        """Refuse a name that another program has."""
        name: str = self.cleaned_data["name"]
        others = Program.objects.exclude(pk=self.program.pk if self.program else 0)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is already a program with this name."))
        return name

    def clean_topics(self) -> tuple[str, ...]:
        """Return the lines, each once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["topics"].splitlines())
        topics = tuple(dict.fromkeys(line for line in lines if line))
        if any(len(topic) > TOPIC_LENGTH for topic in topics):
            raise forms.ValidationError(_("A topic has 80 characters at most."))
        if len(topics) > TOPICS_AT_MOST:
            raise forms.ValidationError(_("A program has 60 topics at most."))
        return topics

    def clean(self) -> dict[str, Any]:
        """Look at the two dates together."""
        said = super().clean() or self.cleaned_data
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if said.get("kind") == ProgramKind.COHORT and not ends_on and "ends_on" not in self.errors:
            self.add_error("ends_on", _("A cohort needs a last day."))
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The last day must come after the first."))
        if said.get("announce_time") is None:
            said["announce_time"] = USUAL_TIME
        return said

    def announce_at(self) -> datetime.datetime | None:
        """Return the moment of the announcement, read in the time zone of the program."""
        day, time = (self.cleaned_data[name] for name in ANNOUNCEMENT)
        if day is None:
            return None
        # What is not shown as changed is not changed, not even by the seconds it was stored with.
        stored = self.program.announce_at if self.program else None
        zone = zoneinfo.ZoneInfo(self.cleaned_data["time_zone"])
        at = datetime.datetime.combine(day, time, tzinfo=zone)
        is_same = stored is not None and _to_the_minute(stored) == _to_the_minute(at)
        return stored if is_same else at.astimezone(datetime.UTC)

    def facts(self) -> ProgramFacts:
        """Return what was said."""
        aside = {"revision", *ANNOUNCEMENT}
        said = {name: value for name, value in self.cleaned_data.items() if name not in aside}
        return ProgramFacts(**said, announce_at=self.announce_at())

    def refuse(self, refusal: Refusal) -> None:
        """Show why it was not saved, beside the field where there is one."""
        is_about_it = refusal.code == ANNOUNCEMENT_REFUSED
        self.add_error("announce_on" if is_about_it else None, str(refusal.message))

    def revision_seen(self) -> int:
        """Return which state of the program the person saw when they began."""
        return self.cleaned_data.get("revision") or 0

    def differences(self, current: Program) -> list[Difference]:
        """Return what is stored now where it is not what was typed, field by field."""
        stored = stored_values(current)
        return [
            Difference(str(field.label), str(field.value() or ""), str(stored[field.name] or ""))
            for field in self
            if not field.is_hidden and _as_typed(field.value()) != _as_typed(stored[field.name])
        ]


def _to_the_minute(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(datetime.UTC).replace(second=0, microsecond=0)


def _as_typed(value: object) -> str:
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return "" if value is None else " ".join(str(value).split())


def stored_values(program: Program | None) -> dict[str, Any]:
    """Return what the form starts from."""
    if program is None:
        return {
            "kind": ProgramKind.COHORT,
            "cadence": Cadence.MONTHLY,
            "minutes": 45,
            "min_level_gap": 2,
            "change_weekday": 4,
            "change_time": datetime.time(10),
            "time_zone": "UTC",
            "announce_time": USUAL_TIME,
            "revision": 0,
        }
    aside = {"topics", "revision", *ANNOUNCEMENT}
    names = [name for name in ProgramForm.base_fields if name not in aside]
    topics = program.topics.order_by("pk").values_list("name", flat=True)
    values = {name: getattr(program, name) for name in names}
    values |= {"topics": "\n".join(topics), "revision": program.revision}
    at = program.announce_at.astimezone(program.zone) if program.announce_at else None
    return values | {
        "announce_on": at.date() if at else None,
        "announce_time": at.time() if at else USUAL_TIME,
    }
