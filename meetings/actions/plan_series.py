"""Plan a whole series in the agreed rhythm, at the same time of the planner's day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import Refusal
from meetings.actions.locking import Turn, begin_turn
from meetings.actions.news import tell_series
from meetings.actions.plan import create_planned, planned_at
from meetings.actions.plan_checks import PlanDraft, check_plan
from meetings.models import Meeting
from meetings.queries import pair_facts
from meetings.rules.facts import PairFacts
from pairings.models import Pairing
from programs.cadence import add_cadences, cadence_on

SERIES_AT_MOST = 52


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """The first date, and how many in all; `zone` is the one in which the time of day stays."""

    first: PlanDraft
    count: int
    zone: tzinfo


@transaction.atomic
def plan_series(pairing: Pairing, draft: SeriesDraft, *, by: User, now: datetime) -> list[Meeting]:
    """Plan the first date and those that follow in the rhythm, until the end date at the latest.

    A date on which the pair is away, or the mentee does not work, moves on to the next working
    day; one at which something is planned already is left out. Doing it twice plans nothing new.
    Refusals: `count`, and those of `plan_meeting` for the first date.
    """
    if not 1 <= draft.count <= SERIES_AT_MOST:
        raise Refusal("count", _("Plan between 1 and 52 conversations at once."))
    turn = begin_turn(pairing, by=by, now=now, delegate_may=True)
    if planned_at(turn.pairing, draft.first) is None:
        check_plan(turn, draft.first)
    series = uuid4()
    # Checked and written one by one: two dates may move on to the same working day.
    planned = [
        create_planned(turn, each, series_uid=series)
        for each in _dates(turn, draft)
        if _is_free(turn, each)
    ]
    if planned:
        tell_series(turn, planned)
        turn.close("plan series", turn.pairing.subject, {"count": len(planned)})
    return planned


def _dates(turn: Turn, draft: SeriesDraft) -> Iterator[PlanDraft]:
    facts = pair_facts(turn.pairing)
    wall = draft.first.starts_at.astimezone(draft.zone)
    yield draft.first
    for day in _days_after(wall.date(), draft.count, facts):
        # In a gap of the clocks the time of day moves on with them.
        starts_at = datetime.combine(day, wall.time(), tzinfo=draft.zone)
        yield replace(draft.first, starts_at=starts_at)


def _days_after(first: date, count: int, facts: PairFacts) -> Iterator[date]:
    cadence = cadence_on(facts.terms, first)
    for k in range(1, count):
        day = facts.work.next_working(add_cadences(first, k, cadence), facts.closed)
        if day is None or day > facts.ends_on:
            return
        yield day


def _is_free(turn: Turn, draft: PlanDraft) -> bool:
    try:
        check_plan(turn, draft)
    except Refusal:
        return False
    return True
