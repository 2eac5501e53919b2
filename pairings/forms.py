"""What HR is asked when it proposes a pair, and a participant when they ask for a partner."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pairings.actions.propose import REASON_LENGTH
from pairings.queries import free_people
from programs.forms.people import described, one_of
from programs.models import Enrollment, Program
from programs.rules import Role


class AskForm(forms.Form):
    """One line to go with a request, if one likes."""

    line = forms.CharField(
        label=_("A line to go with it (optional)"),
        help_text=_("Only the person you ask reads it, after signing in."),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProposeForm(forms.Form):
    """A mentor and a mentee who are free, and a reason where a rule is outweighed."""

    override_reason = forms.CharField(
        label=_("Why all the same?"),
        help_text=_("Only if a rule stands in the way that a good reason can outweigh."),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, program: Program, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[Role, list[Enrollment]] = {}
        labels = {
            Role.MENTOR: _("Mentor, the junior one"),
            Role.MENTEE: _("Mentee, the senior one"),
        }
        for role, label in labels.items():
            self.places[role] = free_people(program, role, for_user=by)
            options = [(place.uid, _described(place)) for place in self.places[role]]
            self.fields[str(role)] = one_of(label, options)
        self.order_fields([*map(str, labels), "override_reason"])

    def clean_mentor(self) -> Enrollment:
        """Find the mentor's place."""
        return self._find(Role.MENTOR)

    def clean_mentee(self) -> Enrollment:
        """Find the mentee's place."""
        return self._find(Role.MENTEE)

    def _find(self, role: Role) -> Enrollment:
        wanted = self.cleaned_data[str(role)]
        for place in self.places[role]:
            if place.uid == wanted:
                return place
        raise forms.ValidationError(_("This person is not free for a pair now."))


def _described(place: Enrollment) -> str:
    user = place.user
    if user.level is None:
        return described(user)
    return f"{described(user)} ({_('level')} {user.level})"
