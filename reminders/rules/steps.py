"""The words of the ladder: its steps, what is due, and why something is not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from programs.rules import Role

ONE_WEEK: Final = timedelta(days=7)
LOG_AFTER: Final = timedelta(hours=2)
LOG_PARTNER_WORKING_DAYS: Final = 2
COORDINATOR_DAYS: Final = 10
FIRST_DATE_DAYS: Final = 14
NUDGES_IN_AN_INTERVAL: Final = 3


class Step(StrEnum):
    """A step of the ladder that reaches one of the pair."""

    LOG = "log"
    BOOK = "book"
    BEHIND = "behind"
    SECOND = "second"
    HR = "hr"


# These share a person's weekly slot; asking whether a planned meeting took place does not.
ASKS_FOR_A_MEETING: Final = (Step.BOOK, Step.BEHIND, Step.SECOND, Step.HR)


class ItemCause(StrEnum):
    """Why a coordinator should look at a pair's rhythm."""

    STALLED = "stalled"
    LONG_PAST_DUE = "long_past_due"
    NO_FIRST_DATE = "no_first_date"


class Silence(StrEnum):
    """Why nobody (or one of the pair) gets a nudge."""

    NOT_STARTED = "not_started"
    PAUSED = "paused"
    DAY_DOES_NOT_COUNT = "day_does_not_count"
    SECURED = "secured"
    WAITING_FOR_ANSWER = "waiting_for_answer"
    NOT_DUE = "not_due"
    DORMANT = "dormant"
    MUTED = "muted"
    NOT_HERE = "not_here"
    ALREADY_ASKED = "already_asked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class DueNudge:
    """One nudge to one person.

    `key` names its cause and holds no date, so that no change of clock or zone mints a second
    one. `wanted_at`: when the step came due; manners may hold it longer.
    """

    step: Step
    role: Role
    person_id: int
    key: str
    wanted_at: datetime
    due_on: date | None = None
    meeting_uid: str | None = None

    @property
    def asks_for_a_meeting(self) -> bool:
        """Whether it takes the person's weekly slot."""
        return self.step in ASKS_FOR_A_MEETING


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody (or, without a role, the pair) gets nothing, and why."""

    reason: Silence
    role: Role | None = None
