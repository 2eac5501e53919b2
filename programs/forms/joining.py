"""What a person is asked when they join a program, and may say again later."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from programs.actions import Wishes
from programs.models import Enrollment, Program, Topic
from programs.rules import Role

ROLE_CHOICES = [
    (
        str(Role.MENTOR),
        _(
            "Mentor: I am the junior one and share what I know with a senior colleague."
            " I get to see how decisions are made, and am seen."
        ),
    ),
    (
        str(Role.MENTEE),
        _(
            "Mentee: I am the senior one and learn from a junior colleague."
            " I get a fresh view of things I no longer see."
        ),
    ),
]


class WishesForm(forms.Form):
    """Topics, one line of hope, and boundaries that nobody else reads."""

    hope = forms.CharField(
        label=_("What do you hope for? One line is enough."),
        help_text=_("Your first agreement starts from this. You can change it there."),
        max_length=280,
        required=False,
    )
    boundaries = forms.CharField(
        label=_("What would you rather not talk about?"),
        help_text=_("Only you can read this. You can look at it before each conversation."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("role", "topics", "hope", "boundaries", "has_read_rules")

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.filter(program=program).order_by("name")
        if topics:
            self.fields["topics"] = forms.ModelMultipleChoiceField(
                topics,
                to_field_name="uid",
                required=False,
                label=_("What would you like to talk about?"),
                help_text=_("What you can share as a mentor, or want to learn as a mentee."),
                widget=forms.CheckboxSelectMultiple,
            )
            self.order_fields(self.field_order)


class JoinForm(WishesForm):
    """The one form that asks for a place."""

    role = forms.ChoiceField(
        label=_("Which side would you take?"), choices=ROLE_CHOICES, widget=forms.RadioSelect
    )
    has_read_rules = forms.BooleanField(
        label=_("I have read the house rules"),
        error_messages={"required": _("Please read the house rules and tick the box.")},
    )

    def __init__(self, *args: Any, asks_for_rules: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_rules:
            del self.fields["has_read_rules"]

    def wishes(self) -> Wishes:
        """Return what was said."""
        said = self.cleaned_data
        return Wishes(
            role=said["role"],
            topics=tuple(said.get("topics", ())),
            hope=said["hope"],
            boundaries=said["boundaries"],
            has_read_rules=said.get("has_read_rules", False),
        )


class PlaceForm(WishesForm):
    """The same answers, said again by somebody who has a place."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, place: Enrollment, **kwargs: Any) -> None:
        initial = {
            "topics": [topic.uid for topic in place.topics.all()],
            "hope": place.hope,
            "boundaries": place.boundaries,
            "revision": place.revision,
        }
        super().__init__(*args, program=place.program, initial=initial, **kwargs)
        self.place = place

    def wishes(self) -> Wishes:
        """Return what was said; the role is not asked again."""
        said = self.cleaned_data
        topics = tuple(said.get("topics", ()))
        return Wishes(self.place.role, topics, said["hope"], said["boundaries"])

    def show_other_change(self, message: str) -> None:
        """Keep what was typed, show what is stored beside it, and let the next save win."""
        self.add_error(None, message)
        self.stored = self.place
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["revision"] = str(self.place.revision)
            self.data = data
