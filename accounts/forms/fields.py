"""What several forms ask: one line of text, a time zone, days of the week, languages."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.rules import is_time_zone, tidy_line
from accounts.rules.places import find_language, language_name, time_zones
from core.widgets import LongSelect

_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
WEEKDAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)


class LineField(forms.CharField):
    """One line: line breaks and control characters do not get into names and mail headers."""

    def to_python(self, value: object) -> str | None:
        """Tidy before lengths and blanks are checked; NUL is left for its validator to refuse."""
        text = super().to_python(value)
        return tidy_line(text) if text and "\x00" not in text else text


class TimeZoneField(forms.ChoiceField):
    """A time zone by its place. A name that is not offered is good if the database knows it."""

    def __init__(self, *, label: object, stored: str) -> None:
        offered = [name for name in time_zones() if name.startswith(_REGIONS)]
        names = dict.fromkeys(["UTC", stored, *offered])
        choices = [(name, _shown(name)) for name in names]
        super().__init__(label=str(label), choices=choices, widget=LongSelect)

    def valid_value(self, value: str) -> bool:
        """Accept every name of the database."""
        return is_time_zone(value)


def _shown(name: str) -> str:
    return name.replace("_", " ")


def read_languages(text: str) -> tuple[str, ...]:
    """Return codes for names separated by commas, each once; refuses what nobody knows."""
    words = [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]
    codes: dict[str, None] = {}
    for word in words:
        code = find_language(word)
        if code is None:
            raise ValidationError(
                _("We do not know the language “%(word)s”."), params={"word": word[:40]}
            )
        codes[code] = None
    return tuple(codes)


def show_languages(codes: Iterable[str]) -> str:
    """Return the names that their speakers use, separated by commas."""
    return ", ".join(language_name(code) for code in codes)
