"""How many meetings were expected, how many were held, and what share that is."""

from dataclasses import dataclass
from datetime import datetime

from core.days import ONE_DAY, day_of, start_of_day
from meetings.rules.facts import Outcome, PairFacts
from programs.cadence import grid_points


@dataclass(frozen=True, slots=True)
class Attainment:
    """Meetings expected so far and held; `next_change_at`: when the next one counts as expected."""

    expected: int
    held: int
    next_change_at: datetime | None = None

    @property
    def share(self) -> float | None:
        """Held ÷ expected, at most 1; None while no meeting was expected (it is too early)."""
        return min(self.held / self.expected, 1.0) if self.expected else None


def read_attainment(facts: PairFacts, now: datetime) -> Attainment:
    """Read attainment at `now`: a grid point is passed when its day is over in the mentee's zone.

    Points after the last day of the term are not expected.
    """
    today = day_of(now, facts.zone)
    expected, upcoming = 0, None
    for point in grid_points(facts.started_on, facts.terms, facts.closed):
        if point > facts.ends_on:
            break
        if point >= today:
            upcoming = start_of_day(point + ONE_DAY, facts.zone)
            break
        expected += 1
    return Attainment(expected, len(facts.of(Outcome.HELD)), upcoming)
