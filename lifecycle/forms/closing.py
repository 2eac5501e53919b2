"""What each is asked alone: what is next, whether HR may read the goals, a word of thanks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lifecycle.actions.consents import Wishes
from lifecycle.models import THANKS_LENGTH
from lifecycle.rules import Answer, ConsentKind, Seen

_YES = str(Answer.YES)
ANSWERS = [
    (_YES, _("Yes")),
    (str(Answer.NOT_YET), _("Not yet")),
    (str(Answer.NO), _("No")),
]
EXTENSION_CHOICES = [
    ("3", _("Yes, three more months")),
    ("6", _("Yes, six more months")),
    (str(Answer.NOT_YET), _("Not yet")),
    (str(Answer.NO), _("No")),
]
AFTER_CHOICES = [
    (str(ConsentKind.NEW_PARTNER), _("I would like a new partner")),
    (str(ConsentKind.DONE), _("I am done for now")),
]


class WishesForm(forms.Form):
    """What is next, from what this person may know; a question both said yes to is gone."""

    extend = forms.ChoiceField(
        label=_("Go on as a pair?"),
        choices=EXTENSION_CHOICES,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("If you both say yes to different lengths, the shorter one counts."),
    )
    stay_in_touch = forms.ChoiceField(
        label=_("Stay in touch after the end?"),
        choices=ANSWERS,
        required=False,
        widget=forms.RadioSelect,
    )
    after = forms.ChoiceField(
        label=_("And for yourself, if you do not go on together?"),
        choices=AFTER_CHOICES,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Your partner never sees this."),
    )

    def __init__(self, data: Any, *, seen: Seen) -> None:
        super().__init__(data, initial=_said_before(seen))
        if ConsentKind.STAY_IN_TOUCH in seen.revealed:
            del self.fields["stay_in_touch"]

    def wishes(self) -> Wishes:
        """Return what a valid form says."""
        said = self.cleaned_data
        extend, touch, after = said["extend"], said.get("stay_in_touch"), said["after"]
        months = int(extend) if extend.isdecimal() else 0
        return Wishes(
            extend=(Answer.YES if months else Answer(extend)) if extend else None,
            months=months,
            stay_in_touch=Answer(touch) if touch else None,
            after=ConsentKind(after) if after else None,
        )


def _said_before(seen: Seen) -> dict[str, str]:
    extend = seen.own.get(ConsentKind.EXTEND)
    months = str(extend.months) if extend and extend.months else ""
    after = [kind for kind, _label in AFTER_CHOICES if seen.said_yes_to(ConsentKind(kind))]
    return {
        "extend": months or str(seen.answer_to(ConsentKind.EXTEND) or ""),
        "stay_in_touch": str(seen.answer_to(ConsentKind.STAY_IN_TOUCH) or ""),
        "after": after[0] if after else "",
    }


class GoalsForm(forms.Form):
    """Whether HR may read what the two agreed."""

    answer = forms.ChoiceField(
        label=_("May HR read your goals?"), choices=ANSWERS, widget=forms.RadioSelect
    )

    def __init__(self, data: Any, *, seen: Seen) -> None:
        before = seen.answer_to(ConsentKind.SHARE_GOALS)
        super().__init__(data, initial={"answer": str(before or "")})

    def answer_given(self) -> Answer:
        """Return what a valid form says."""
        return Answer(self.cleaned_data["answer"])


class ThanksForm(forms.Form):
    """One sentence to the partner."""

    text = forms.CharField(
        label=_("Your sentence"),
        required=False,
        max_length=THANKS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the two of you read it, here and never in a mail."),
    )


class NextForm(forms.Form):
    """What one would like after the end, for oneself."""

    choice = forms.ChoiceField(
        label=_("What would you like?"), choices=AFTER_CHOICES, widget=forms.RadioSelect
    )
