"""Whom HR asks to take part, as what, and with what already filled in."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.actions import Wishes
from programs.models import Program, Topic
from programs.queries import invitable_people
from programs.rules import Role

FOUND_AT_MOST = 20
WORDS_AT_MOST = 100
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


class InviteForm(forms.Form):
    """Addresses as they come out of a list or a mail, and people found by a search."""

    addresses = forms.CharField(
        label=_("Work emails"),
        help_text=_("One a line, or separated by commas. Names around them do no harm."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    role = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            (str(Role.MENTOR), _("Mentor: the junior one, who shares")),
            (str(Role.MENTEE), _("Mentee: the senior one, who learns")),
        ],
        widget=forms.RadioSelect,
    )
    hope = forms.CharField(
        label=_("A first line for them to change, if you like"),
        help_text=_("They see it as what they would like to learn, or to get out of it."),
        required=False,
        max_length=280,
    )

    def __init__(self, *args: Any, program: Program, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        found = invitable_people(program).search(words)[:FOUND_AT_MOST] if words else ()
        self.fields["people"] = forms.MultipleChoiceField(
            label=_("Found"),
            choices=[(person.email, _described(person)) for person in found],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        topics = Topic.objects.filter(program=program).order_by("name")
        self.fields["topics"] = forms.ModelMultipleChoiceField(
            topics,
            to_field_name="uid",
            required=False,
            label=_("Topics to begin with, if you like"),
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["people", "addresses", "role", "topics", "hope"])

    def clean(self) -> dict[str, Any]:
        """Put the two ways of naming people together."""
        said = super().clean() or self.cleaned_data
        said["all"] = [*said.get("people", ()), *_addresses_in(said.get("addresses", ""))]
        if not said["all"] and not self.errors:
            self.add_error("addresses", _("Name at least one person."))
        return said

    def wishes(self) -> Wishes:
        """Return what is filled in for them."""
        said = self.cleaned_data
        return Wishes(role=said["role"], topics=tuple(said["topics"]), hope=said["hope"])


def _described(person: User) -> str:
    work = [part for part in (person.job_title, person.department) if part]
    return ", ".join([person.display_name, *work])


def _addresses_in(text: str) -> list[str]:
    """Return one address for each line or part; what holds none stays as it is, to be answered."""
    parts = (part.strip() for part in re.split(r"[\n\r,;]+", text))
    found = ((_ADDRESS.search(part), part) for part in parts if part)
    return [match.group().rstrip(".") if match else part for match, part in found]
