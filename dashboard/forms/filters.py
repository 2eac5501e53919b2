"""The filters of pairs, all of them in the address, so that a view can be shared and exported."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dashboard.labels import BAND_LABELS
from health.queries import is_late
from meetings.rules.status import Status
from pairings.models import STATE_LABELS, PairingQuerySet
from pairings.rules import OPEN, STARTED
from programs.models import Program
from programs.rules import ProgramState

LATE, LIVE_PAIRS, OVER, EVERY = "late", "live", "over", "all"
STATUSES = [
    (LATE, _("Late")),
    (Status.ON_RHYTHM, _("On rhythm")),
    (Status.DUE_SOON, _("Due soon")),
    (Status.BEHIND, _("Behind")),
    (Status.STALLED, _("Stalled")),
    (Status.DORMANT, _("Dormant")),
]
STATES = [
    (LIVE_PAIRS, _("Live")),
    *((str(state), STATE_LABELS[state]) for state in OPEN),
    (OVER, _("Over")),
    (EVERY, _("Every state")),
]
KNOWN_BESIDE = frozenset({"after", "before"})
WORDS_AT_MOST = 100
IDLE = (ProgramState.DRAFT, ProgramState.CLOSED)


class PairFilter(django_filters.FilterSet):
    """Narrows pairs. What it does not understand it leaves out and says so: see `complaints`."""

    statuses = STATUSES
    states = STATES

    program = django_filters.ChoiceFilter(field_name="program__uid", label=_("Program"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state", empty_label=None
    )
    band = django_filters.ChoiceFilter(
        field_name="health__band", label=_("Health"), choices=list(BAND_LABELS.items())
    )
    status = django_filters.ChoiceFilter(label=_("Rhythm"), choices=STATUSES, method="with_status")
    department = django_filters.CharFilter(
        label=_("Department"), max_length=120, method="of_department"
    )
    q = django_filters.CharFilter(
        label=_("Name"), max_length=WORDS_AT_MOST, method="with_names", widget=forms.SearchInput
    )

    def __init__(
        self,
        data: QueryDict,
        queryset: PairingQuerySet,
        *,
        programs: Sequence[Program],
        now: datetime,
    ) -> None:
        super().__init__(_with_state(data), queryset)
        self.now = now
        self.asked = data
        self.programs = list(programs)
        self.filters["program"].extra["choices"] = [(str(p.uid), p.name) for p in programs]

    def filter_queryset(self, queryset: PairingQuerySet) -> PairingQuerySet:
        """Narrow by every filter that was understood; a state that was not leaves live pairs."""
        found: PairingQuerySet = super().filter_queryset(queryset)
        return found if "state" in self.form.cleaned_data else found.live()

    def in_state(self, pairs: PairingQuerySet, _name: str, state: str) -> PairingQuerySet:
        """Narrow to a state, to live pairs, or to those that are over."""
        known: dict[str, Callable[[], PairingQuerySet]] = {
            LIVE_PAIRS: pairs.live,
            OVER: lambda: pairs.exclude(state__in=OPEN),
            EVERY: pairs.all,
        }
        return known.get(state, lambda: pairs.filter(state=state))()

    def with_status(self, pairs: PairingQuerySet, _name: str, status: str) -> PairingQuerySet:
        """Narrow to a status of the rhythm, or to all pairs that do not keep it now."""
        if status == LATE:
            return pairs.filter(is_late(self.now))
        return pairs.filter(state__in=STARTED, health__status=status)

    def of_department(self, pairs: PairingQuerySet, _name: str, name: str) -> PairingQuerySet:
        """Narrow to pairs with somebody of a department on either side."""
        return pairs.filter(Q(mentor__department=name) | Q(mentee__department=name))

    def with_names(self, pairs: PairingQuerySet, _name: str, words: str) -> PairingQuerySet:
        """Narrow to pairs in which every word is part of one of the two names or addresses."""
        for word in words.split():
            sides = (
                Q(**{f"{side}__{field}__icontains": word})
                for side in ("mentor", "mentee")
                for field in ("display_name", "email")
            )
            found = Q()
            for side in sides:
                found |= side
            pairs = pairs.filter(found)
        return pairs

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each filter that narrows the list but the band: its words, and the address without it."""
        return [
            (self._words_of(name, value), self._address_without(name))
            for name, value in self.chosen.items()
            if name != "band"
        ]

    def _words_of(self, name: str, value: str) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ()))
        return str(choices.get(value, value))

    def _address_without(self, name: str) -> str:
        data = self.asked.copy()
        for each in (name, *KNOWN_BESIDE):
            data.pop(each, None)
        return f"?{data.urlencode()}"

    @property
    def complaints(self) -> list[str]:
        """What of the address was left out, one sentence each."""
        unknown = sorted(set(self.asked) - set(self.filters) - KNOWN_BESIDE)
        said = [
            f"{self.form[name].label}: {' '.join(errors)}" for name, errors in self.errors.items()
        ]
        if unknown:
            text = ngettext(
                "This page has no filter called %(names)s.",
                "This page has no filters called %(names)s.",
                len(unknown),
            )
            said.append(text % {"names": ", ".join(name[:40] for name in unknown)})
        return said

    def without_band(self) -> PairingQuerySet:
        """Return the pairs that all filters but the band leave, to count the bands among them."""
        data = self.asked.copy()
        data.pop("band", None)
        found: PairingQuerySet = PairFilter(
            data, self.queryset, programs=self.programs, now=self.now
        ).qs
        return found

    @property
    def program_shown(self) -> Program | None:
        """The one program that is looked at: the chosen one, or the only one under way."""
        uid = self.chosen.get("program")
        if uid is not None:
            return next((each for each in self.programs if str(each.uid) == uid), None)
        under_way = [each for each in self.programs if each.state not in IDLE]
        likely = under_way or self.programs
        return likely[0] if len(likely) == 1 else None

    @property
    def state_shown(self) -> str:
        """The state that is looked at."""
        return str(self.chosen.get("state", LIVE_PAIRS))

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that narrow the list, by name: what was understood and is not the default."""
        self.is_valid()
        said = {name: value for name, value in self.form.cleaned_data.items() if value}
        if said.get("state") == LIVE_PAIRS:
            del said["state"]
        return said


def _with_state(data: QueryDict) -> QueryDict:
    """Show live pairs unless the address says otherwise."""
    if data.get("state"):
        return data
    filled = data.copy()
    filled["state"] = LIVE_PAIRS
    return filled
