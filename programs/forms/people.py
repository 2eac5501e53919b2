"""What HR is asked about people in a program, and about its calendar."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.widgets import LongSelect
from programs.forms.program import day_field
from programs.models import ROLES, STAFF_ROLES, Program
from programs.queries import enrollable_people, places_in
from programs.rules import CAPACITIES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PEOPLE_SHOWN = 200


def described(user: User) -> str:
    """Return how a list tells two people of the same name apart."""
    work = [part for part in (user.job_title, user.department) if part]
    return ", ".join([user.display_name, *work])


def one_of(label: "str | StrPromise", options: Iterable[tuple[UUID, str]]) -> forms.UUIDField:
    """Return a field for one of these, named by public id; who asks for it finds the row."""
    choices = [("", "---------"), *((str(uid), text) for uid, text in options)]
    return forms.UUIDField(
        label=label,
        widget=LongSelect(choices=choices),
        error_messages={"invalid": _("Choose one from the list.")},
    )


class EnrollForm(forms.Form):
    """Whom to enroll, as what. `words` narrows the list; every enrollable person is accepted."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, program: Program, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = enrollable_people(program)
        shown = self.people.search(words)[:PEOPLE_SHOWN]
        options = [(person.uid, described(person)) for person in shown]
        self.fields["person"] = one_of(_("Person"), options)
        self.order_fields(["person", "role"])

    def clean_person(self) -> User:
        """Find the person."""
        person = self.people.filter(uid=self.cleaned_data["person"]).first()
        if person is None:
            raise forms.ValidationError(_("This person cannot be enrolled here."))
        return person


class StaffForm(forms.Form):
    """Who runs or sponsors the program, named by email."""

    email = forms.EmailField(label=_("Email of the person"))
    role = forms.ChoiceField(label=_("Role"), choices=STAFF_ROLES)

    def clean_email(self) -> str:
        """Find the person."""
        email: str = self.cleaned_data["email"].lower()
        self.person = User.objects.active().filter(email=email).first()
        if self.person is None:
            raise forms.ValidationError(_("Nobody here has this email."))
        return email


class NeverMatchForm(forms.Form):
    """Two people of the program whom a coordinator keeps apart."""

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {place.user.uid: place.user for place in places_in(program).taking_part()}
        options = [(uid, described(user)) for uid, user in self.people.items()]
        self.fields["one"] = one_of(_("Keep apart"), options)
        self.fields["other"] = one_of(_("and"), options)

    def clean_one(self) -> User:
        """Find the first person."""
        return self._find("one")

    def clean_other(self) -> User:
        """Find the second person."""
        other = self._find("other")
        if other == self.cleaned_data.get("one"):
            raise forms.ValidationError(_("Choose two different people."))
        return other

    def _find(self, name: str) -> User:
        found = self.people.get(self.cleaned_data[name])
        if found is None:
            raise forms.ValidationError(_("This person takes no part here."))
        return found


class BlackoutForm(forms.Form):
    """Days on which nobody in the program is expected to meet."""

    name = forms.CharField(label=_("Name"), max_length=80)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))

    def clean(self) -> dict[str, Any]:
        """Look at the two dates together."""
        said = super().clean() or self.cleaned_data
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        return said

    def days(self) -> tuple[datetime.date, datetime.date]:
        """Return the first and the last day."""
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]


class CapacityForm(forms.Form):
    """How many pairs a person takes on."""

    capacity = forms.TypedChoiceField(
        label=_("Pairs at once"),
        coerce=int,
        choices=[(str(number), str(number)) for number in CAPACITIES],
    )


class AvailabilityForm(forms.Form):
    """The switch between taking new pairs and resting."""

    is_available = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda answer: answer == "yes"
    )
