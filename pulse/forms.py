"""Two questions on one screen: the second is answered by the button that sends both."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulse.actions.answer import FitAnswer
from pulse.models import FITS, FitAsk
from pulse.rules import Fit

YES, NO = "yes", "no"


class FitForm(forms.Form):
    """Asks both; an answer that can be changed stands there as it was given."""

    fit = forms.ChoiceField(
        label=_("How does it feel so far?"),
        choices=FITS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, then send it with one of the two buttons.")},
    )
    may_contact = forms.ChoiceField(
        label=_("May the program team contact you?"),
        choices=[(NO, _("No, thank you")), (YES, _("Yes, please"))],
        widget=forms.HiddenInput,
        error_messages={"required": _("Answer with one of the two buttons.")},
    )

    def __init__(self, data: Any, *, ask: FitAsk) -> None:
        super().__init__(data, initial={"fit": ask.answer})

    def answer(self) -> FitAnswer:
        """Return what was said, once the form is valid."""
        said = self.cleaned_data
        return FitAnswer(fit=Fit(said["fit"]), may_contact=said["may_contact"] == YES)
