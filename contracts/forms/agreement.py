"""The one page that a pair writes: one's own goals, and the terms that both edit."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.actions import DraftEdit
from contracts.actions.refusals import OWN_PART
from contracts.forms.conflict import Difference, differing_goals, differing_terms
from contracts.forms.fields import LineField, MomentField
from contracts.forms.signing import status_of
from contracts.forms.words import word_to
from contracts.models import CHANNELS, Version
from contracts.queries.drafting import are_suggested, dates_to_show, suggestions_for
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import (
    FIRST_DATES_AT_MOST,
    GOAL_LENGTH,
    GOALS_AT_MOST,
    LINE_LENGTH,
    MINUTES_AT_LEAST,
    MINUTES_AT_MOST,
    Channel,
)
from contracts.rules.parts import (
    GoalText,
    OwnPart,
    SharedTerms,
    fingerprint_of_part,
    merge_terms,
    terms_as_json,
    terms_from_json,
    tidy_terms,
    utc_text,
)
from core.canonical import canonical_bytes
from core.errors import Refusal
from programs.models import CADENCES
from programs.rules import Cadence, Role

GOAL_LABELS = {Role.MENTEE: _("My goal"), Role.MENTOR: _("What I gain")}
_GOALS = range(1, GOALS_AT_MOST + 1)
_DATES = range(1, FIRST_DATES_AT_MOST + 1)
_FIELD_OF = {
    "too_few_meetings": "cadence",
    "no_time_left": "cadence",
    "date_passed": "date_1",
    "date_after_end": "date_1",
    "review_out_of_term": "review_on",
    "too_many_comments": "word",
}


class AgreementForm(forms.Form):
    """A person's own goals and the shared terms, with what they saw when they began to write.

    `*_shown` say what the page showed: a part that is still like that was not touched, so it is not
    saved over what the other wrote meanwhile.
    """

    cadence = forms.ChoiceField(label=_("How often"), choices=CADENCES)
    minutes = forms.IntegerField(
        label=_("How long, in minutes"), min_value=MINUTES_AT_LEAST, max_value=MINUTES_AT_MOST
    )
    channel = forms.ChoiceField(label=_("Where"), choices=CHANNELS)
    place = LineField(label=_("Place or link"), max_length=LINE_LENGTH, required=False)
    agenda_habit = LineField(
        label=_("How we prepare"),
        help_text=_("For example: each brings one question."),
        max_length=LINE_LENGTH,
        required=False,
    )
    notice = LineField(
        label=_("If a date does not work"),
        help_text=_("For example: we say so a day before and name a new date."),
        max_length=LINE_LENGTH,
        required=False,
    )
    review_on = forms.DateField(
        label=_("We look at this agreement again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    part_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    part_shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    terms_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    terms_shown = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    other_revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    dates_suggested = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, role: Role, names: dict[Role, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        other = Role.MENTEE if role == Role.MENTOR else Role.MENTOR
        self.fields["word"] = word_to(names[other])
        self.fresh_dates: tuple[datetime, ...] | None = None
        self.conflict = ""
        self.differences: list[Difference] = []
        self.fields["organizer"] = forms.ChoiceField(
            label=_("Who sends the invitations"), choices=[(str(r), names[r]) for r in Role]
        )
        for number in _GOALS:
            self.fields[f"goal_{number}"] = _words(GOAL_LABELS[role], number)
            self.fields[f"sign_{number}"] = _words(_("We will notice because"), number)
        for number in _DATES:
            self.fields[f"date_{number}"] = MomentField(
                label=_("Date %(number)s") % {"number": number}, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the goal where only its sign stands."""
        said = super().clean() or self.cleaned_data
        for number in _GOALS:
            if said.get(f"sign_{number}") and not said.get(f"goal_{number}", "?"):
                self.add_error(f"goal_{number}", _("Say what the goal is, or leave both empty."))
        return said

    def part(self) -> OwnPart:
        """Return the person's own part as it was typed."""
        said = self.cleaned_data
        goals = (GoalText(said[f"goal_{n}"], said[f"sign_{n}"]) for n in _GOALS)
        return tuple(goal for goal in goals if not goal.is_blank)

    def terms(self) -> SharedTerms:
        """Return the shared terms as they were typed."""
        said = self.cleaned_data
        dates = self.typed_dates() if self.fresh_dates is None else self.fresh_dates
        terms = SharedTerms(
            cadence=Cadence(said["cadence"]),
            minutes=said["minutes"],
            channel=Channel(said["channel"]),
            organizer=Role(said["organizer"]),
            place=said["place"],
            agenda_habit=said["agenda_habit"],
            notice=said["notice"],
            first_dates=dates,
            review_on=said["review_on"],
        )
        return tidy_terms(terms)

    def typed_dates(self) -> tuple[datetime, ...]:
        """Return the first dates as the fields hold them."""
        found: list[datetime | None] = [self.cleaned_data[f"date_{n}"] for n in _DATES]
        return tuple(moment for moment in found if moment is not None)

    def suggest_dates_anew(self, version: Version, now: datetime) -> None:
        """Let untouched suggestions follow a cadence that was changed beside them."""
        said = self.cleaned_data
        cadence = Cadence(said["cadence"])
        untouched = mark_of_dates(self.typed_dates())
        was_for, _sep, shown = said["dates_suggested"].partition(" ")
        if was_for and was_for != cadence and shown == untouched:
            self.fresh_dates = suggestions_for(version, cadence, now)

    def first_dates(self) -> list[datetime]:
        """Return the dates that the fields start with."""
        found = (self.initial.get(f"date_{n}") for n in _DATES)
        return [moment for moment in found if isinstance(moment, datetime)]

    def edit(self) -> DraftEdit:
        """Return what was touched, with the revisions that were seen."""
        said, part, terms = self.cleaned_data, self.part(), self.terms()
        return DraftEdit(
            part=None if fingerprint_of_part(part) == said["part_shown"] else part,
            part_revision=said["part_revision"],
            terms=None if terms == self._shown_terms() else terms,
            terms_revision=said["terms_revision"],
            other_revision=said["other_revision"],
            word=said["word"],
        )

    def beside(self, version: Version, role: Role, what: str) -> "AgreementForm":
        """Return the form once more: what was typed, and beside it what is saved by now.

        Saving it takes what was typed; what was not touched is taken from what is saved.
        """
        saved_part, saved = own_parts(version)[role], shared_terms(version)
        typed, shown = self.terms(), self._shown_terms() or saved
        initial = {
            **_initial(self.part(), merge_terms(typed, shown, saved)),
            **marks_of(version, role),
            "word": self.cleaned_data["word"],
        }
        again = AgreementForm(role=role, names=self.names, initial=initial)
        again.conflict = what
        again.differences = (
            differing_goals(self.part(), saved_part)
            if what == OWN_PART
            else differing_terms(typed, shown, saved, self.names)
        )
        return again

    def _shown_terms(self) -> SharedTerms | None:
        """Return the terms that the page showed; None when its mark was damaged on the way."""
        try:
            return terms_from_json(json.loads(self.cleaned_data["terms_shown"]))
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return None

    def say(self, refusal: Refusal) -> int:
        """Put a refusal beside the field it is about; returns the status of the answer."""
        self.add_error(_FIELD_OF.get(refusal.code), str(refusal))
        return status_of(refusal)


def _words(label: Promise, number: int) -> LineField:
    """Return a field for a goal or its sign; from the second on the label says which."""
    numbered = str(label) if number == 1 else f"{label} ({number})"
    return LineField(label=numbered, max_length=GOAL_LENGTH, required=False)


def what_stands(version: Version, role: Role, now: datetime) -> dict[str, Any]:
    """Return the initial values of the form: what is stored, and marks that tell it apart.

    Dates that have passed are shown as a new suggestion; saving takes it over.
    """
    terms = replace(shared_terms(version), first_dates=dates_to_show(version, now))
    is_ours = are_suggested(version, terms.first_dates, now)
    suggested = f"{terms.cadence} {mark_of_dates(terms.first_dates)}" if is_ours else ""
    return {
        **_initial(own_parts(version)[role], terms),
        **marks_of(version, role),
        "dates_suggested": suggested,
    }


def mark_of_dates(dates: tuple[datetime, ...]) -> str:
    """Return what tells first dates from any others."""
    return " ".join(utc_text(moment) for moment in dates)


def _initial(part: OwnPart, terms: SharedTerms) -> dict[str, Any]:
    return {
        "cadence": terms.cadence,
        "minutes": terms.minutes,
        "channel": terms.channel,
        "organizer": terms.organizer,
        "place": terms.place,
        "agenda_habit": terms.agenda_habit,
        "notice": terms.notice,
        "review_on": terms.review_on,
        **{f"date_{n}": moment for n, moment in enumerate(terms.first_dates, 1)},
        **{f"goal_{n}": goal.text for n, goal in enumerate(part, 1)},
        **{f"sign_{n}": goal.sign_of_success for n, goal in enumerate(part, 1)},
    }


def marks_of(version: Version, role: Role) -> dict[str, Any]:
    """Return what tells the stored state from any other."""
    return {
        "part_revision": version.own_revision(role),
        "part_shown": fingerprint_of_part(own_parts(version)[role]),
        "terms_revision": version.revision,
        "other_revision": version.own_revision(Role.MENTEE if role == Role.MENTOR else Role.MENTOR),
        "terms_shown": canonical_bytes(terms_as_json(shared_terms(version))).decode(),
    }
