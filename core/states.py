"""States as data: a table of steps that says which act, by whom, leads from where to where.

Everything that is not listed is refused. A test draws the tables into docs/states.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a table; of several `sources`, an empty one means "does not exist yet"."""

    act: str
    sources: tuple[str, ...]
    target: str
    by: str


@dataclass(frozen=True, slots=True)
class StateTable:
    """The life of one kind of thing."""

    name: str
    steps: tuple[Step, ...]

    def allows(self, act: str, source: str) -> bool:
        """Say whether the act is possible in this state."""
        return any(step.act == act and source in step.sources for step in self.steps)

    def sources_of(self, act: str) -> tuple[str, ...]:
        """Return the states in which an act is possible."""
        return tuple(s for step in self.steps if step.act == act for s in step.sources)

    def states(self) -> tuple[str, ...]:
        """Return every state named, in the order of the table."""
        named: Iterable[str] = (
            state for step in self.steps for state in (*step.sources, step.target)
        )
        return tuple(dict.fromkeys(state for state in named if state))
