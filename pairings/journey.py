"""The way from joining to the first meeting: which task is done, which is next, in plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pairings.rules import PairState
from programs.rules import EnrollmentState


class Task(StrEnum):
    """The tasks, in their order."""

    PROFILE = "profile"
    RULES = "rules"
    PLACE = "place"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    MEETING = "meeting"


class Standing(StrEnum):
    """How a task stands; only one is next."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tasks are read from. `pair_state` is that of a live pair, empty before one.

    `has_read_rules` is None where the program has no house rules yet.
    """

    state: str
    has_wishes: bool = False
    has_read_rules: bool | None = None
    pair_state: str = ""
    has_met: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One task of the list."""

    task: Task
    standing: Standing


_SIGNED: Final = (PairState.ACTIVE, PairState.CONCLUDING)


def tasks_of(facts: Facts) -> list[Line]:
    """Return the list of somebody who takes part or has asked to; the first open one is next."""
    done = _done(facts)
    following = next((task for task, is_done in done.items() if not is_done), None)
    return [Line(task, _standing(task, done, following)) for task in done]


def _done(facts: Facts) -> Mapping[Task, bool]:
    tasks = {Task.PROFILE: facts.has_wishes}
    if facts.has_read_rules is not None:
        tasks[Task.RULES] = facts.has_read_rules
    return tasks | {
        Task.PLACE: facts.state == EnrollmentState.APPROVED,
        Task.PARTNER: bool(facts.pair_state),
        Task.AGREEMENT: facts.pair_state in _SIGNED,
        Task.MEETING: facts.has_met,
    }


def _standing(task: Task, done: Mapping[Task, bool], following: Task | None) -> Standing:
    if done[task]:
        return Standing.DONE
    return Standing.NEXT if task == following else Standing.LATER
