"""Whom a participant could ask: people who break no rule with them, the best fitting first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.rules import working_days
from pairings.models import Pairing
from pairings.queries.announcing import is_quiet_now
from pairings.queries.check import Couple, check_couples
from pairings.rules import ASK_AGAIN_AFTER, PairState, takes_requests
from pairings.rules.ranking import Fit, Person, rank
from programs.models import Enrollment, Program
from programs.rules import Role

SUGGESTIONS: Final = 5
CLOSED: Final = (PairState.DECLINED, PairState.EXPIRED, PairState.WITHDRAWN)
ONE_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody one could ask, and why, in words."""

    place: Enrollment
    reasons: list[str]


def takes_requests_now(program: Program) -> bool:
    """Say whether people may ask for a partner in this program now."""
    return takes_requests(
        program.state, allows_requests=program.allows_requests, is_quiet=is_quiet_now(program)
    )


def suggestions_for(place: Enrollment, *, now: datetime) -> list[Suggestion]:
    """Return up to five people whom the owner of a place could ask; seven queries at most."""
    fitting = {other.pk: other for other in _fitting(place, now)}
    if not fitting:
        return []
    ranked = rank(_person(place, now), [_person(other, now) for other in fitting.values()])
    best = ranked[:SUGGESTIONS]
    return [Suggestion(fitting[fit.key], _reasons(fit, fitting[fit.key].user)) for fit in best]


def open_pairs_at(place: Enrollment) -> list[Pairing]:
    """Return what stands on a place and its owner knows of: a pair, a proposal, a request."""
    pairs = Pairing.objects.open().filter(is_quiet=False).at_place(place).with_people()
    return list(pairs.select_related("mentor_enrollment", "mentee_enrollment").order_by("pk"))


def recently_closed_with(user: User, program: Program, *, now: datetime) -> frozenset[int]:
    """Return with whom a proposal came to nothing lately, whoever of the two it was."""
    lately = Pairing.objects.known_to(user).filter(
        program=program, state__in=CLOSED, ended_at__gt=now - ASK_AGAIN_AFTER
    )
    rows = lately.values_list("mentor_id", "mentee_id")
    return frozenset(key for row in rows for key in row) - {user.pk}


def couple_of(place: Enrollment, other: Enrollment) -> Couple:
    """Return the two as mentor and mentee."""
    users = (place.user, other.user)
    mentor, mentee = users if place.role == Role.MENTOR else users[::-1]
    return Couple(place.program, mentor, mentee)


def _fitting(place: Enrollment, now: datetime) -> Iterable[Enrollment]:
    others = list(
        Enrollment.objects.approved()
        .filter(program=place.program, is_available=True)
        .filter(Q(user__is_active=True, user__left_on=None))
        .exclude(role=place.role)
        .select_related("user")
        .prefetch_related("topics")
        .order_by("pk")
    )
    found = check_couples([couple_of(place, other) for other in others])
    closed = recently_closed_with(place.user, place.program, now=now)
    return [
        other
        for other, broken in zip(others, found, strict=True)
        if not broken and other.user_id not in closed
    ]


def _person(place: Enrollment, now: datetime) -> Person:
    user = place.user
    topics = frozenset(topic.name for topic in place.topics.all())
    offset = now.astimezone(user.zone).utcoffset() or timedelta()
    return Person(
        key=place.pk,
        offers=topics,
        wants=topics,
        department=user.department,
        location=user.location,
        utc_offset=offset / ONE_HOUR,
        days=working_days(user.working_week),
    )


def _reasons(fit: Fit, user: User) -> list[str]:
    said = [
        _("You both chose: %(topics)s") % {"topics": ", ".join(sorted(fit.topics))}
        if fit.topics
        else "",
        _("Another department: %(name)s") % {"name": user.department}
        if fit.other_department
        else "",
        _("Another place: %(name)s") % {"name": user.location} if fit.other_location else "",
        _hours(fit.hours) if fit.days else "",
    ]
    return [reason for reason in said if reason]


def _hours(hours: int) -> str:
    if hours == 0:
        return _("Your working hours do not meet: one of you meets early or late")
    return ngettext(
        "%(hours)d working hour a day in common",
        "%(hours)d working hours a day in common",
        hours,
    ) % {"hours": hours}
