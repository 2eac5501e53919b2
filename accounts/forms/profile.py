"""Forms about oneself."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.actions import ProfileFacts
from accounts.forms.fields import (
    WEEKDAYS,
    LineField,
    TimeZoneField,
    read_languages,
    show_languages,
)
from accounts.forms.revision import RevisionForm
from accounts.models import User


class ProfileForm(RevisionForm):
    """Who one is, where and when one works."""

    display_name = LineField(label=_("Name"), max_length=150)
    given_name = LineField(
        label=_("What colleagues call you"),
        max_length=80,
        required=False,
        help_text=_("If it is not the first word of your name."),
    )
    job_title = LineField(label=_("Job title"), max_length=150, required=False)
    working_week = forms.MultipleChoiceField(
        label=_("Your working days"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one working day.")},
    )
    languages = LineField(
        label=_("Languages you speak"),
        max_length=300,
        help_text=_("Separated by commas, such as: English, Deutsch."),
        error_messages={"required": _("Name at least one language, so that we can pair you.")},
    )

    def __init__(self, data: QueryDict | None = None, *, person: User) -> None:
        super().__init__(data, initial=_stored(person))
        self.fields["time_zone"] = TimeZoneField(label=_("Time zone"), stored=person.time_zone)
        self.fields["interface_language"] = forms.ChoiceField(
            label=_("Language of pages and mails"), choices=settings.LANGUAGES
        )
        self._leave_out_what_is_not_asked(person)

    def _leave_out_what_is_not_asked(self, person: User) -> None:
        if person.is_imported:
            del self.fields["job_title"]
        if len(settings.LANGUAGES) == 1:
            del self.fields["interface_language"]

    def clean_working_week(self) -> str:
        """Return the days as the model keeps them."""
        return "".join(sorted(set(self.cleaned_data["working_week"])))

    def clean_languages(self) -> tuple[str, ...]:
        """Return codes; name the first word that is no language."""
        return read_languages(self.cleaned_data["languages"])

    def facts(self) -> ProfileFacts:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return ProfileFacts(
            display_name=said["display_name"],
            given_name=said["given_name"],
            time_zone=said["time_zone"],
            working_week=said["working_week"],
            languages=said["languages"],
            interface_language=said.get("interface_language", settings.LANGUAGES[0][0]),
            job_title=said.get("job_title"),
        )


def _stored(person: User) -> dict[str, object]:
    return {
        "revision": person.revision,
        "display_name": person.display_name,
        "given_name": person.given_name,
        "job_title": person.job_title,
        "working_week": list(person.working_week),
        "languages": show_languages(person.languages),
        "time_zone": person.time_zone,
        "interface_language": person.interface_language,
    }


class LeaveForm(forms.Form):
    """First and last day of leave."""

    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
