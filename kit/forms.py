"""How HR writes a letter and says when it leaves."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.canonical import RefusedCharacter
from core.prose import keep
from kit.actions import Words
from kit.models import Letter
from kit.rules import (
    INTRO_LENGTH,
    INTRO_WORDS,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    unknown_placeholders,
    words_in,
)

SENT_FROM = time(9)
NOW, ON_A_DAY = "now", "day"


class LetterForm(forms.Form):
    """What a letter says; `revision` tells which text the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    intro = forms.CharField(
        label=_("What the mail says"),
        max_length=INTRO_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("55 words at most. A button below it leads to the whole letter."),
    )
    text = forms.CharField(
        label=_("The letter"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_("“## ” starts a heading, “- ” a point, **two stars** make it strong."),
    )
    for_joiners = forms.BooleanField(
        label=_("Once it was sent: also to everybody who joins later"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, letter: Letter) -> None:
        names = ("revision", "title", "intro", "text", "for_joiners")
        super().__init__(data, initial={name: getattr(letter, name) for name in names})

    def clean_title(self) -> str:
        """Keep a line."""
        return " ".join(self._kept("title").split())

    def clean_intro(self) -> str:
        """Keep few words."""
        intro = self._kept("intro")
        if words_in(intro) > INTRO_WORDS:
            message = _("These are %(count)d words. Leave the rest to the letter.")
            raise ValidationError(message, params={"count": words_in(intro)})
        return intro

    def clean_text(self) -> str:
        """Keep the letter."""
        return self._kept("text")

    def _kept(self, name: str) -> str:
        try:
            kept = keep(self.cleaned_data[name])
        except RefusedCharacter as error:
            message = _("The character %(code)s cannot be part of a letter. Leave it out.")
            code = f"U+{ord(error.character):04X}"
            raise ValidationError(message, params={"code": code}) from error
        unknown = unknown_placeholders(kept)
        if unknown:
            message = _("{{%(name)s}} is not something that can be filled in.")
            raise ValidationError(message, params={"name": unknown[0]})
        return kept

    def words(self) -> Words:
        """Return what was written."""
        given = {name: self.cleaned_data[name] for name in ("title", "intro", "text")}
        return Words(**given, for_joiners=self.cleaned_data["for_joiners"])

    def ask_again(self, letter: Letter, sentence: str) -> None:
        """Keep what was typed on top of what is stored now: saving again is a choice."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["revision"] = str(letter.revision)
        self.data = data
        self.add_error(None, sentence)


class SendForm(forms.Form):
    """When a letter leaves: at once, or on a day at nine."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("Now")), (ON_A_DAY, _("On a day, from 9:00"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """Want a day where one is chosen."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("when") == ON_A_DAY and not given.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose the day."))
        return given

    def send_at(self, zone: ZoneInfo) -> datetime | None:
        """Return the chosen moment in UTC; None for now."""
        if self.cleaned_data["when"] == NOW:
            return None
        day = self.cleaned_data["day"]
        return datetime.combine(day, SENT_FROM, tzinfo=zone).astimezone(UTC)
