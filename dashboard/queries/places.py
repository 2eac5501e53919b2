"""The places in a program, with what can be done about each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import line_of
from core.mail import Mail
from core.registry import Envelope, message_kind
from pairings.models import Pairing
from programs.actions import LETTERS, can_be_answered
from programs.models import Enrollment, EnrollmentQuerySet, NeverMatch, Program
from programs.queries import coordinators_of, lines_above, overseer_among, places_in
from programs.rules import EnrollmentState

PLACES_SHOWN: Final = 200
DECISIONS: Final = ("approve", "wait-list", "decline")


@dataclass(frozen=True, slots=True)
class Answer:
    """How an answer to applications reads: the question, the button, what it means."""

    question: Promise
    button: Promise
    meaning: Promise


ANSWERS: Final = {
    "approve": Answer(
        _("Approve these people?"),
        _("Approve and tell them"),
        _("They have a place and can be paired from now on."),
    ),
    "wait-list": Answer(
        _("Put these people on the wait list?"),
        _("Put on the list and tell them"),
        _("They keep their turn. You can approve or decline them later."),
    ),
    "decline": Answer(
        _("No place for these people this time?"),
        _("Tell them kindly"),
        _("They can apply again whenever a program is open. This cannot be taken back."),
    ),
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place, how many pairs and proposals stand on it, and the decisions it waits for.

    `may_change`: not of the reader's own line, so that its pairs are theirs to touch.
    """

    place: Enrollment
    open_pairs: int
    decisions: tuple[str, ...]
    may_change: bool = True

    @property
    def is_approved(self) -> bool:
        """Whether the person is in."""
        return self.place.state == EnrollmentState.APPROVED


@dataclass(frozen=True, slots=True)
class PlacePage:
    """The first places that fit the filters, and whether there are more."""

    rows: list[PlaceRow]
    has_more: bool
    counts: Mapping[str, int]

    @property
    def can_answer(self) -> bool:
        """Whether somebody on the page waits for an answer."""
        return any(row.decisions for row in self.rows)

    @property
    def unanswered(self) -> int:
        """How many wait for an answer, on the wait list or before."""
        states = (EnrollmentState.APPLIED, EnrollmentState.WAIT_LISTED)
        return sum(self.counts.get(state, 0) for state in states)


def place_page(program: Program, user: User, filters: Mapping[str, Any]) -> PlacePage:
    """Return the places that fit, in two queries; narrowed, in three."""
    places = list(_fitting(places_in(program), filters)[: PLACES_SHOWN + 1])
    taken = _open_pairs(program, user)
    not_theirs = _left_to_others(program, user, places)
    rows = [
        PlaceRow(each, taken.get(each.pk, 0), _decisions(each), each.user_id not in not_theirs)
        for each in places
    ]
    shown, has_more = rows[:PLACES_SHOWN], len(rows) > PLACES_SHOWN
    is_all = not has_more and not any(filters.values())
    return PlacePage(shown, has_more, _count(shown) if is_all else _counted(program))


def _count(rows: Sequence[PlaceRow]) -> Counter[str]:
    return Counter(row.place.state for row in rows)


def _counted(program: Program) -> Counter[str]:
    rows = program.enrollments.order_by().values_list("state").annotate(Count("pk"))
    return Counter(dict(rows))


def answerable(
    program: Program, act: str, chosen: Collection[UUID], *, everyone: str = ""
) -> list[Enrollment]:
    """Return those of the chosen places that can be answered like this, or all in a state."""
    places = places_in(program).select_related("user", "program")
    wanted = places.filter(state=everyone) if everyone else places.filter(uid__in=chosen)
    return [place for place in wanted if can_be_answered(act, place.state)]


def sample_mail(act: str, place: Enrollment, now: datetime) -> Mail | None:
    """Return the mail that an answer sends, as this person would read it."""
    draft = LETTERS[act](place)
    kind = message_kind(draft.kind)
    fields = (draft.key, draft.kind, draft.person_id, draft.address, draft.subject_uid)
    return kind.render(Envelope(uuid4(), *fields, draft.facts, now), now) if kind else None


def _fitting(places: EnrollmentQuerySet, filters: Mapping[str, Any]) -> EnrollmentQuerySet:
    for name in ("state", "role"):
        if filters.get(name):
            places = places.filter(**{name: filters[name]})
    for word in (filters.get("q") or "").split():
        places = places.filter(
            Q(user__display_name__icontains=word) | Q(user__email__icontains=word)
        )
    return places


def _decisions(place: Enrollment) -> tuple[str, ...]:
    return tuple(act for act in DECISIONS if can_be_answered(act, place.state))


def _left_to_others(program: Program, user: User, places: Sequence[Enrollment]) -> frozenset[int]:
    """Return the people of the reader's own line, but for whom nobody else is there."""
    people = {place.user_id for place in places} & line_of(user)
    if not people:
        return frozenset()
    staff = coordinators_of(program)
    lines = lines_above(people | {who.pk for who in staff})
    return frozenset(pk for pk in people if overseer_among(staff, [pk], lines) != user)


def _open_pairs(program: Program, user: User) -> dict[int, int]:
    """Count the pairs on each place; those of the reader's own line are not theirs to see."""
    taken: dict[int, int] = {}
    pairs = Pairing.objects.overseen_by(user).open().filter(program=program)
    sides = ("mentor_enrollment_id", "mentee_enrollment_id")
    for pair in pairs.order_by().values_list(*sides):
        for place in pair:
            taken[place] = taken.get(place, 0) + 1
    return taken


def kept_apart(program: Program) -> list[NeverMatch]:
    """Return the people whom a coordinator keeps apart."""
    apart = NeverMatch.objects.filter(program=program).select_related("first", "second")
    return list(apart.order_by("first__display_name", "pk"))
