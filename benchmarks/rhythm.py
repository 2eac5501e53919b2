"""What reading the rhythm of one pair costs as its history grows: CPU microseconds, and ratios.

`python benchmarks/rhythm.py`; medians of seven rounds. The yardstick is a pair without meetings
in the same run, so that the ratios carry over from one machine to another.
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from core.days import Closed
from meetings.rules.attainment import read_attainment
from meetings.rules.facts import MeetingRecord, Outcome, PairFacts
from meetings.rules.status import read_rhythm
from programs.cadence import Terms
from programs.rules import Cadence

ROUNDS, CALLS = 7, 200
START = datetime(2025, 1, 6, 9, tzinfo=UTC)


def pair(meetings: int, leaves: int) -> PairFacts:
    """Return a weekly pair that met every week, with some days that do not count."""
    days = [START.date() + timedelta(weeks=week) for week in range(1, meetings + 1)]
    spans = [
        (START.date() + timedelta(days=30 * n), START.date() + timedelta(days=30 * n + 3))
        for n in range(leaves)
    ]
    return PairFacts(
        zone=ZoneInfo("Europe/Berlin"),
        started_at=START,
        ends_on=date(2028, 1, 1),
        terms=[Terms(Cadence.WEEKLY, START.date())],
        closed=Closed.of(spans),
        meetings=[MeetingRecord(uid=str(day), outcome=Outcome.HELD, held_on=day) for day in days],
    )


def cpu_us(act: Callable[[], object]) -> float:
    """Return the median CPU time of one call."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(CALLS):
            act()
        found.append((time.process_time() - start) / CALLS * 1e6)
    return statistics.median(found)


def main() -> None:
    """Print the table."""
    base = None
    print("meetings  leaves   rhythm µs   attainment µs   ratio")
    for meetings, leaves in ((0, 0), (10, 2), (50, 6), (100, 12)):
        facts = pair(meetings, leaves)
        now = START + timedelta(weeks=meetings, days=3)
        rhythm = cpu_us(partial(read_rhythm, facts, now))
        attained = cpu_us(partial(read_attainment, facts, now))
        base = base or rhythm + attained
        ratio = (rhythm + attained) / base
        print(f"{meetings:8}  {leaves:6}  {rhythm:10.0f}  {attained:14.0f}  {ratio:6.1f}")


if __name__ == "__main__":
    main()
