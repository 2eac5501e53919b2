"""What is asked about a conversation: when, how long, where, what was learned and promised."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models import CHANNELS
from meetings.actions import ItemDraft, LogDraft, NoteDraft
from meetings.actions.agenda import ITEM_LENGTH
from meetings.actions.notes import NOTE_LENGTH
from meetings.forms.agenda import Owners, follow_up, owners_of
from meetings.forms.fields import OTHER, LengthForm, day_input, initial_length
from meetings.forms.notes import NoteTextField
from meetings.models import Meeting
from meetings.queries import MeetingDefaults
from pairings.models import Pairing

CORRIDOR = "corridor"
FOLLOW_UPS = (1, 2, 3)


class DayField(forms.ChoiceField):
    """Days in one tap. A day no longer offered stays a valid answer (a double click)."""

    def valid_value(self, value: object) -> bool:
        """Accept every date."""
        try:
            date.fromisoformat(str(value))
        except ValueError:
            return super().valid_value(value)
        return True


class LogForm(LengthForm):
    """Chips for day, length and place; a corridor chat is informal contact and moves no date."""

    day = DayField(label=_("When"), widget=forms.RadioSelect)
    held_on = forms.DateField(label=_("Day, if another"), required=False, widget=day_input())
    channel = forms.ChoiceField(
        label=_("Where"),
        choices=[*CHANNELS, (CORRIDOR, _("Corridor chat"))],
        widget=forms.RadioSelect,
        help_text=_("A corridor chat counts as contact. Your next date stays as it is."),
    )
    note = NoteTextField(
        label=_("One thing you learned"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("Optional. Only you can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_uid = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("day", "held_on", "length", "minutes", "channel", "note", "note_uid")
    refused_at: ClassVar[dict[str, str]] = {
        "future": "held_on",
        "before_start": "held_on",
        "minutes": "minutes",
        "channel": "channel",
        "empty": "note",
        "too_long": "note",
        "unreadable": "note",
        "not_yours": "note",
        "too_many": "follow_up_1",
    }

    def __init__(
        self,
        data: QueryDict | None,
        *,
        person: User,
        pairing: Pairing,
        open_dates: Sequence[Meeting],
        usual: MeetingDefaults,
        now: datetime,
    ) -> None:
        days = _days(person, open_dates, now)
        start = {"day": days[0][0], "channel": usual.channel, "note_uid": uuid4()}
        super().__init__(data, initial=initial_length(usual.minutes) | start)
        field = self.fields["day"]
        if isinstance(field, DayField):
            field.choices = days
        for number in FOLLOW_UPS:
            self.fields[f"follow_up_{number}"] = _promise(number)
            self.fields[f"owner_{number}"] = _owner(owners_of(pairing))

    def follow_up_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the lines for follow-ups, each with whose it is."""
        return [(self[f"follow_up_{n}"], self[f"owner_{n}"]) for n in FOLLOW_UPS]

    def clean(self) -> dict[str, object]:
        """Ask for the day when none of the usual ones was chosen."""
        cleaned = super().clean()
        is_other = cleaned.get("day") == OTHER
        if is_other and cleaned.get("held_on") is None and "held_on" not in self.errors:
            self.add_error("held_on", _("Say which day."))
        return cleaned

    def on(self) -> date:
        """Return the day that a valid form names."""
        day: str = self.cleaned_data["day"]
        held_on: date | None = self.cleaned_data["held_on"]
        return held_on if day == OTHER and held_on is not None else date.fromisoformat(day)

    def is_contact(self) -> bool:
        """Say whether it was a corridor chat and no meeting."""
        return bool(self.cleaned_data["channel"] == CORRIDOR)

    def draft(self) -> LogDraft:
        """Return what a valid form says of a meeting."""
        return LogDraft(
            on=self.on(),
            minutes=self.chosen_minutes(),
            channel=self.cleaned_data["channel"],
            note=self.note_draft(),
            follow_ups=tuple(self._follow_ups()),
        )

    def contact_draft(self) -> LogDraft:
        """Return what a valid form says of a corridor chat."""
        return LogDraft(on=self.on(), note=self.note_draft(), follow_ups=tuple(self._follow_ups()))

    def _follow_ups(self) -> Iterator[ItemDraft]:
        said = self.cleaned_data
        for number in FOLLOW_UPS:
            text, owner = said[f"follow_up_{number}"], said[f"owner_{number}"]
            if text:
                yield follow_up(said["note_uid"], number, text, owner)

    def note_draft(self) -> NoteDraft | None:
        """Return the private note, if one was written."""
        text: str = self.cleaned_data["note"]
        return NoteDraft(text, uid=self.cleaned_data["note_uid"]) if text else None


def _promise(number: int) -> forms.CharField:
    label = _("Who does what until next time?") if number == 1 else _("Another follow-up")
    help_text = _("Optional. Both of you can read it.") if number == 1 else ""
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=ITEM_LENGTH)


def _owner(owners: Owners) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Whose"), choices=owners, required=False)


def _days(
    person: User, open_dates: Sequence[Meeting], now: datetime
) -> list[tuple[str, str | Promise]]:
    """Offer the planned days that wait for an answer first, then today, yesterday, any other."""
    today = now.astimezone(person.zone).date()
    yesterday = today - timedelta(days=1)
    usual: dict[date, str | Promise] = {today: _("Today"), yesterday: _("Yesterday")}
    planned = [meeting.starts_at.astimezone(person.zone).date() for meeting in open_dates]
    days = dict.fromkeys([*planned, today, yesterday])
    named = [(day.isoformat(), usual.get(day) or date_format(day, "D j M")) for day in days]
    return [*named, (OTHER, _("Another day"))]
