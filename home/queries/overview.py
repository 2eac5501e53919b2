"""What a person sees who has no single pair to look at: questions, pairs, or what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from home.queries.pairs import OwnPair
from home.queries.strip import Pill, pill_of
from meetings.queries import pair_facts_of
from meetings.rules.status import read_rhythm
from pairings.queries.journey import Journey, journey_of
from programs.models import Enrollment
from programs.rules import TAKING_PART, EnrollmentState


@dataclass(frozen=True, slots=True)
class PairLine:
    """One of several pairs, with its status."""

    own: OwnPair
    pill: Pill


@dataclass(frozen=True, slots=True)
class Overview:
    """Proposals that wait for an answer, pairs, and the way from joining to the first meeting."""

    questions: Sequence[OwnPair]
    waiting: Sequence[OwnPair]
    pairs: Sequence[PairLine]
    former: Sequence[OwnPair]
    places: Sequence[Enrollment]
    invited: Enrollment | None
    journey: Journey | None

    @property
    def is_enrolled(self) -> bool:
        """Whether some program has accepted them."""
        return any(place.state == EnrollmentState.APPROVED for place in self.places)

    @property
    def is_empty(self) -> bool:
        """Whether nothing connects them with a program."""
        return not (
            self.questions
            or self.waiting
            or self.pairs
            or self.former
            or self.places
            or self.invited
        )


def overview_of(user: User, pairs: Sequence[OwnPair], now: datetime) -> Overview:
    """Return what there is, in a constant number of queries, fewest for who has no place."""
    found = _places(user) if not any(own.is_live for own in pairs) else ()
    places = [place for place in found if place.state in TAKING_PART]
    has_question = any(own.is_proposal for own in pairs)
    return Overview(
        questions=[own for own in pairs if own.is_question],
        waiting=[own for own in pairs if own.is_proposal and not own.is_question],
        pairs=_lines([own for own in pairs if own.is_live], now),
        former=[own for own in pairs if own.is_former],
        places=places,
        invited=next((place for place in found if place.state == EnrollmentState.INVITED), None),
        journey=_journey(places, user, has_question=has_question),
    )


def _journey(places: Sequence[Enrollment], user: User, *, has_question: bool) -> Journey | None:
    """Return the tasks of the place that is farthest on its way."""
    if not places:
        return None
    place = max(places, key=lambda each: TAKING_PART.index(EnrollmentState(each.state)))
    place.user = user
    return journey_of(place, pairs=(), has_question=has_question)


def _lines(live: Sequence[OwnPair], now: datetime) -> list[PairLine]:
    facts = pair_facts_of([own.pairing for own in live])
    found = ((own, facts[own.pairing.pk]) for own in live)
    return [PairLine(own, pill_of(read_rhythm(known, now), known, now)) for own, known in found]


def _places(user: User) -> Sequence[Enrollment]:
    states = (*TAKING_PART, EnrollmentState.INVITED)
    places = Enrollment.objects.filter(user=user, state__in=states)
    return tuple(places.select_related("program").order_by("-pk"))
