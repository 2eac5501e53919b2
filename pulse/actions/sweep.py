"""What is due is asked and drawn: at any moment, in any number of processes, the same."""

from dataclasses import dataclass
from datetime import datetime

from outbox.actions import record_heartbeat
from pulse.actions.ask import ask_both
from pulse.actions.draw import draw_list
from pulse.queries import due_asks, programs_without_list


@dataclass(frozen=True, slots=True)
class PulseReport:
    """How many people were asked, and how many weeks were drawn."""

    asked: int
    drawn: int

    def as_facts(self) -> dict[str, int | str]:
        """Return the figures of the heartbeat."""
        return {"asked": self.asked, "drawn": self.drawn}


def sweep_pulses(*, now: datetime) -> PulseReport:
    """Ask the pairs that are to be asked, each in a transaction of its own, and draw the weeks."""
    asked = sum(ask_both(due.pairing, number=due.number, now=now) for due in due_asks(now))
    weeks = programs_without_list(now)
    drawn = sum(draw_list(program, period_at=at, now=now) for program, at in weeks)
    report = PulseReport(asked, drawn)
    record_heartbeat(name="pulse", now=now, facts=report.as_facts())
    return report


def plan_pulses(*, now: datetime) -> PulseReport:
    """Say how many would be asked and drawn, and write nothing."""
    return PulseReport(2 * sum(1 for _due in due_asks(now)), len(programs_without_list(now)))
