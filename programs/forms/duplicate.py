"""What is asked to run a program again: a name and new days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from programs.actions.duplicate import NewRun
from programs.forms.program import day_field
from programs.models import Program


class DuplicateForm(forms.Form):
    """Name and days of the next run of a program."""

    name = forms.CharField(label=_("Name"), max_length=120)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False)

    def __init__(self, data: Any, *, program: Program) -> None:
        super().__init__(data)
        self.fields["ends_on"].required = program.ends_on is not None

    def clean_name(self) -> str:
        """Refuse a name that a program has, however it is capitalized."""
        name: str = self.cleaned_data["name"]
        if Program.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is already a program with this name."))
        return name

    def run(self) -> NewRun:
        """Return what a valid form says."""
        said = self.cleaned_data
        return NewRun(said["name"], said["starts_on"], said["ends_on"])

    def show(self, refusal: Refusal) -> None:
        """Put the sentence beside the field that it is about."""
        field = {"name_taken": "name", "dates": "ends_on"}.get(refusal.code)
        self.add_error(field, str(refusal.message))
