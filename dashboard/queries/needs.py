"""What needs a person, each with whom it is about, why, and where to act."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, OuterRef, Subquery, When, prefetch_related_objects
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from attention.models import ActionItem
from attention.queries import open_items_for
from dashboard.labels import short_day
from dashboard.queries.rows import StatusPill, pill_of
from dashboard.reasons import RHYTHM, act_of, page_of_program, why_of
from pairings.actions.items import NEXT_PARTNER
from pairings.models import Pairing
from programs.models import Enrollment, Program
from programs.rules import Role
from pulse.actions.draw import TALK_ITEM


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the queue. Without a pair it is about one person, shown on their side."""

    item: ActionItem
    title: str
    why: str
    since: str
    act: str
    address: str
    mentor_name: str | None = None
    mentee_name: str | None = None
    pill: StatusPill | None = None


@dataclass(frozen=True, slots=True)
class _Subjects:
    pairs: dict[UUID, Pairing]
    places: dict[UUID, Enrollment]


def needs_of(
    user: User, *, now: datetime, program: Program | None = None, limit: int | None = None
) -> list[Need]:
    """Return the open items of a person's desk, oldest first, in four queries."""
    items = open_items_for(user, now=now)
    wanted = items.filter(program=program) if program else items
    return needs_from(list(wanted[:limit]), now=now)


def needs_from(items: Sequence[ActionItem], *, now: datetime) -> list[Need]:
    """Return the lines of items that this person may see; two queries at most."""
    subjects = _subjects(items)
    return [_need(item, subjects, now) for item in items]


def needs_among(items: Sequence[ActionItem], pairs: Iterable[Pairing], now: datetime) -> list[Need]:
    """Return the lines of items read by `urgent_items`; their pairs were fetched elsewhere.

    One query more where an item is about neither a pair nor a place.
    """
    places = (_place_in(item) for item in items)
    subjects = _Subjects(
        {pair.uid: pair for pair in pairs}, {place.uid: place for place in places if place}
    )
    known = subjects.pairs.keys() | subjects.places.keys()
    prefetch_related_objects([item for item in items if item.subject_uid not in known], "people")
    return [_need(item, subjects, now) for item in items]


def urgent_items(
    user: User, *, now: datetime, program: Program | None, limit: int
) -> list[ActionItem]:
    """Return the open items of a desk in one query: pairs out of rhythm first, then the oldest.

    What is known of the place that an item is about comes with it.
    """
    items = ActionItem.objects.visible_to(user).awake(now).select_related("program")
    wanted = items.filter(program=program) if program else items
    late_first = Case(When(kind=RHYTHM, then=0), default=1)
    return list(wanted.annotate(place=_place()).order_by(late_first, "raised_at", "pk")[:limit])


def _place() -> Subquery:
    facts = JSONObject(
        uid="uid",
        role="role",
        person="user__uid",
        name="user__display_name",
        given="user__given_name",
    )
    places = Enrollment.objects.filter(uid=OuterRef("subject_uid"))
    return Subquery(places.values(facts=facts)[:1])


def _place_in(item: ActionItem) -> Enrollment | None:
    """Return the place that came with an item: enough of it to name the person."""
    found = vars(item)["place"]
    if found is None:
        return None
    user = User(uid=UUID(found["person"]), display_name=found["name"], given_name=found["given"])
    return Enrollment(uid=UUID(found["uid"]), role=found["role"], user=user, program=item.program)


def _subjects(items: Sequence[ActionItem]) -> _Subjects:
    uids = [item.subject_uid for item in items]
    found = Pairing.objects.filter(uid__in=uids).with_people().select_related("health")
    pairs = {pair.uid: pair for pair in found}
    others = [uid for uid in uids if uid not in pairs]
    places = Enrollment.objects.filter(uid__in=others).select_related("user", "program")
    return _Subjects(pairs, {place.uid: place for place in places} if others else {})


def _need(item: ActionItem, subjects: _Subjects, now: datetime) -> Need:
    pair = subjects.pairs.get(item.subject_uid)
    if pair is not None:
        return _about_pair(item, pair, now)
    place = subjects.places.get(item.subject_uid)
    return _about_place(item, place, now) if place else _about_people(item, now)


def _about_pair(item: ActionItem, pair: Pairing, now: datetime) -> Need:
    names = {"mentor": pair.mentor.first_name, "mentee": pair.mentee.first_name}
    return Need(
        item,
        title=_("%(mentor)s and %(mentee)s") % names,
        why=why_of(item.kind, item.facts),
        since=_since(item, now),
        act=act_of(item.kind),
        address=reverse("dashboard:show-pair", args=[pair.uid]),
        mentor_name=pair.mentor.display_name,
        mentee_name=pair.mentee.display_name,
        pill=pill_of(pair, now) if item.kind == RHYTHM else None,
    )


def _about_place(item: ActionItem, place: Enrollment, now: datetime) -> Need:
    is_search = item.kind == NEXT_PARTNER
    address = reverse("dashboard:propose-pair", args=[place.program.uid])
    person = reverse("dashboard:show-person", args=[place.user.uid])
    is_mentor = place.role == Role.MENTOR
    return Need(
        item,
        title=place.user.short_name,
        why=why_of(item.kind, item.facts),
        since=_since(item, now),
        act=act_of(item.kind),
        address=f"{address}?{place.role}={place.uid}" if is_search else person,
        mentor_name=place.user.display_name if is_mentor else None,
        mentee_name=None if is_mentor else place.user.display_name,
    )


def _about_people(item: ActionItem, now: datetime) -> Need:
    """An item of a kind that this page does not know: whom it is about, and their program."""
    people = list(item.people.all())
    return Need(
        item,
        title=", ".join(user.short_name for user in people) or item.program.name,
        why=why_of(item.kind, item.facts),
        since=_since(item, now),
        act=act_of(item.kind) if item.kind == TALK_ITEM else _("Look"),
        address=reverse(page_of_program(item.kind), args=[item.program.uid]),
        mentor_name=people[0].display_name if people else None,
    )


def _since(item: ActionItem, now: datetime) -> str:
    return short_day(item.raised_at.date(), now.date())


def needs_about(pair: Pairing, user: User, *, now: datetime) -> list[Need]:
    """Return the open items about a pair that this person may see, snoozed ones too."""
    items = ActionItem.objects.visible_to(user).open().about(pair.uid).select_related("program")
    return needs_from(list(items.prefetch_related("people").order_by("raised_at", "pk")), now=now)
