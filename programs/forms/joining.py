"""What a person is asked on each page of signing up, and may say again later."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import WEEKDAYS
from accounts.models import User
from programs.actions import Wishes
from programs.models import DAYPARTS, ROLES, WAYS, Enrollment, JoinDraft, Program, Topic
from programs.rules import JoinStep, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WHICH_TOPICS = {
    Role.MENTOR: _("What could you share?"),
    Role.MENTEE: _("What would you like to learn?"),
}
WHICH_HOPE = {
    Role.MENTOR: _("What would you like to get out of it? One line is enough."),
    Role.MENTEE: _("What I would like to learn, in one line"),
}


def _boxes(
    label: "StrPromise", choices: Any, help_text: "StrPromise | str" = ""
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _day(label: "StrPromise") -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=picker)


class TopicFields(forms.Form):
    """Topics, and one line of hope."""

    hope = forms.CharField(
        help_text=_("Your first agreement starts from this. You can change it there."),
        max_length=280,
        required=False,
    )

    def __init__(self, *args: Any, program: Program, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hope"].label = str(WHICH_HOPE[Role(role)])
        topics = Topic.objects.filter(program=program).order_by("name")
        if topics:
            self.fields["topics"] = forms.ModelMultipleChoiceField(
                topics,
                to_field_name="uid",
                required=False,
                label=WHICH_TOPICS[Role(role)],
                widget=forms.CheckboxSelectMultiple,
            )
            self.order_fields(["topics", "hope"])


class TimeFields(forms.Form):
    """When and how one likes to meet; nothing chosen means that anything suits."""

    days = _boxes(_("Which days suit you?"), WEEKDAYS)
    dayparts = _boxes(_("Which time of the day?"), DAYPARTS, _("Leave it open if any will do."))
    ways = _boxes(
        _("How do you like to meet?"), WAYS, _("Your partner sees this; it binds nobody.")
    )

    def clean_days(self) -> str:
        """Return the days as the model keeps them."""
        return "".join(sorted(set(self.cleaned_data["days"])))


class BoundaryFields(forms.Form):
    """What nobody else reads."""

    boundaries = forms.CharField(
        label=_("What would you rather not talk about?"),
        help_text=_("Only you can read this. You can look at it before each conversation."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StepForm(forms.Form):
    """One page. `seen` is the revision of the draft that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    # The field with words of their own, if the page has one.
    typed: ClassVar[str] = ""

    def __init__(
        self, *args: Any, program: Program | None = None, role: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.program, self.side = program, role
        self.other_words = ""

    def answers(self) -> dict[str, Any]:
        """Return what was said, as plain values to keep."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def show_other_words(self, message: str, step: JoinStep, draft: JoinDraft) -> None:
        """Keep what was typed, show what is stored beside it, and let the next save win."""
        self.add_error(None, message)
        self.other_words = draft.answers.get(step, {}).get(self.typed, "")
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["seen"] = str(draft.revision)
            self.data = data


class RoleForm(StepForm):
    """Which side."""

    role = forms.ChoiceField(
        label=_("Which side would you take?"), choices=ROLES, widget=forms.RadioSelect
    )


class TopicsForm(TopicFields, StepForm):
    """What to share or to learn."""

    typed = "hope"

    def answers(self) -> dict[str, Any]:
        """Name topics by their public ids."""
        topics = [str(topic.uid) for topic in self.cleaned_data.get("topics", ())]
        return {"topics": topics, "hope": self.cleaned_data["hope"]}


class TimesForm(TimeFields, StepForm):
    """When and how to meet; days off are kept in the profile at once."""

    leave_from = _day(_("Away from"))
    leave_until = _day(_("until, that day included"))

    def clean(self) -> dict[str, Any]:
        """Look at the two dates together; one alone is a single day off."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("leave_from"), said.get("leave_until")
        if last and not first:
            self.add_error("leave_from", _("When does it begin?"))
        if first and last and last < first:
            self.add_error("leave_until", _("The last day lies before the first."))
        return said

    def answers(self) -> dict[str, Any]:
        """Return what is kept at the place."""
        return {name: self.cleaned_data[name] for name in ("days", "dayparts", "ways")}


class BoundariesForm(BoundaryFields, StepForm):
    """Boundaries, private."""

    typed = "boundaries"


STEP_FORMS: dict[JoinStep, type[StepForm]] = {
    JoinStep.ROLE: RoleForm,
    JoinStep.TOPICS: TopicsForm,
    JoinStep.TIMES: TimesForm,
    JoinStep.BOUNDARIES: BoundariesForm,
}


class RulesForm(forms.Form):
    """The house rules, read."""

    has_read_rules = forms.BooleanField(
        label=_("I have read the house rules"),
        error_messages={"required": _("Please read the house rules and tick the box.")},
    )

    def __init__(self, *args: Any, asks_for_rules: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_rules:
            del self.fields["has_read_rules"]

    @property
    def has_read(self) -> bool:
        """Whether the box was ticked, once the form is valid."""
        return bool(self.cleaned_data.get("has_read_rules"))


class InvitationForm(TopicFields, RulesForm):
    """What an invited person says on the page of their link: one line, and the house rules."""

    field_order = ("topics", "hope", "has_read_rules")


class NominateForm(forms.Form):
    """A colleague, the side they would take, and why."""

    email = forms.EmailField(label=_("Their work email"))
    role = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            (str(Role.MENTOR), _("Mentor: the junior one, who shares")),
            (str(Role.MENTEE), _("Mentee: the senior one, who learns")),
        ],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why? One line for the program team."), max_length=280, required=False
    )

    def clean_email(self) -> str:
        """Find the person."""
        email: str = self.cleaned_data["email"].lower()
        person = User.objects.active().filter(email=email).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this email."))
        self.found = person
        return email


class PlaceForm(TopicFields, TimeFields, BoundaryFields):
    """The same answers, said again by somebody who has a place."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ("topics", "hope", "days", "dayparts", "ways", "boundaries")

    def __init__(self, *args: Any, place: Enrollment, **kwargs: Any) -> None:
        initial = {
            "topics": [topic.uid for topic in place.topics.all()],
            "hope": place.hope,
            "days": list(place.days),
            "dayparts": place.dayparts,
            "ways": place.ways,
            "boundaries": place.boundaries,
            "revision": place.revision,
        }
        super().__init__(*args, program=place.program, role=place.role, initial=initial, **kwargs)
        self.order_fields(self.field_order)
        self.place = place

    def wishes(self) -> Wishes:
        """Return what was said; the role is not asked again."""
        said = self.cleaned_data
        return Wishes(
            self.place.role,
            tuple(said.get("topics", ())),
            said["hope"],
            said["boundaries"],
            days=said["days"],
            dayparts=tuple(said["dayparts"]),
            ways=tuple(said["ways"]),
        )

    def show_other_change(self, message: str) -> None:
        """Keep what was typed, show what is stored beside it, and let the next save win."""
        self.add_error(None, message)
        self.stored = self.place
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["revision"] = str(self.place.revision)
            self.data = data
