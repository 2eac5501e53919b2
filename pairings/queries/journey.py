"""Where somebody stands between joining and the first meeting, with dates and what comes next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pairings.journey import Facts, Line, tasks_of
from pairings.models import Pairing
from pairings.queries.check import check_couples
from pairings.queries.suggestions import couple_of
from pairings.registry import first_met_on
from pairings.rules import RULES_OF_OPEN_PAIRS
from programs.models import Enrollment
from programs.registry import RulesShown, house_rules_of
from programs.rules import EnrollmentState

FIRST_MEETING_WITHIN: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Journey:
    """The tasks of a place; `fitting` is how many people could be a partner, if that matters."""

    place: Enrollment
    lines: Sequence[Line]
    house_rules: RulesShown | None
    pair: Pairing | None
    fitting: int | None
    met_on: date | None

    @property
    def meet_by(self) -> date | None:
        """Until when the first meeting should take place."""
        started = self.pair.started_at if self.pair else None
        return (started + FIRST_MEETING_WITHIN).date() if started else None


def journey_of(place: Enrollment, *, pairs: Sequence[Pairing], has_question: bool) -> Journey:
    """Return the tasks of somebody with a place, or who waits for one; nine queries at most.

    `pairs` are their live pairs in this program; `has_question`: a proposal waits for an answer.
    """
    rules, pair = house_rules_of(place.program), next(iter(pairs), None)
    met_on = first_met_on(pair) if pair else None
    facts = Facts(
        state=place.state,
        has_wishes=bool(place.hope or place.topics.all()),
        has_read_rules=place.house_rules_read_at is not None if rules else None,
        pair_state=_state_of(pair),
        has_met=met_on is not None,
    )
    is_searching = place.is_available and place.state == EnrollmentState.APPROVED
    fitting = count_fitting(place) if is_searching and not (pair or has_question) else None
    return Journey(place, tasks_of(facts), rules, pair, fitting, met_on)


def _state_of(pair: Pairing | None) -> str:
    """Return the state of a pair, that before its break while it takes one."""
    return (pair.state_before_pause or pair.state) if pair else ""


def count_fitting(place: Enrollment) -> int:
    """Count who could be a partner by the rules; six queries for any number of people.

    Proposals are left out of it on every side: a count that moved with them would tell of pairs
    that are fixed quietly before their announcement.
    """
    others = Enrollment.objects.approved().filter(
        program=place.program, is_available=True, user__is_active=True, user__left_on=None
    )
    people = list(others.exclude(role=place.role).select_related("user"))
    taken = _live_pairs(place)
    free = [other for other in people if taken[other.pk] < other.capacity]
    found = check_couples([couple_of(place, other) for other in free])
    return sum(not any(each.rule in RULES_OF_OPEN_PAIRS for each in broken) for broken in found)


def _live_pairs(place: Enrollment) -> Counter[int]:
    sides = ("mentor_enrollment_id", "mentee_enrollment_id")
    rows = Pairing.objects.live().filter(program=place.program).values_list(*sides)
    return Counter(key for row in rows for key in row)
