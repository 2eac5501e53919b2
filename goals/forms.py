"""What is asked about a goal: how far it is, and a line for the two."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from goals.queries import GoalNow
from goals.rules import LINE_LENGTH, GoalState

OWN_CHOICES = [
    (str(GoalState.NOT_STARTED), _("Not started")),
    (str(GoalState.UNDER_WAY), _("Under way")),
    (str(GoalState.SAID_DONE), _("Done")),
]
ANSWERS = [
    (str(GoalState.DONE), _("Yes, I noticed")),
    (str(GoalState.NOT_YET), _("Not yet")),
]
_LINE_REFUSALS = frozenset({"character", "too_long"})


class ProgressForm(forms.Form):
    """How far one own goal is; several of these stand on one page."""

    state = forms.ChoiceField(
        label=_("How far is it?"), choices=OWN_CHOICES, widget=forms.RadioSelect
    )
    line = forms.CharField(
        label=_("A line for you two"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("Optional. Nobody else reads it, HR included."),
    )

    def __init__(self, data: QueryDict | None = None, *, goal: GoalNow) -> None:
        super().__init__(
            data, auto_id=f"id_{goal.uid}_%s", initial={"state": str(goal.state.owners)}
        )

    def state_said(self) -> GoalState:
        """Return the word of a valid form."""
        return GoalState(self.cleaned_data["state"])

    def show(self, refusal: Refusal) -> None:
        """Put a refusal of the line beside it; any other is raised again."""
        if refusal.code not in _LINE_REFUSALS:
            raise refusal
        self.add_error("line", str(refusal.message))


class AnswerForm(forms.Form):
    """Whether the partner noticed."""

    answer = forms.ChoiceField(label=_("Did you notice it?"), choices=ANSWERS)

    def answer_given(self) -> GoalState:
        """Return the answer of a valid form."""
        return GoalState(self.cleaned_data["answer"])
