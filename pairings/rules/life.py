"""The life of a pair as data, how long things last, and the last day of a pair."""

import calendar
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.states import StateTable, Step
from programs.rules import ProgramKind

PROPOSAL_WORKING_DAYS = 10
PAUSE_DAYS_IN_ALL = 60
PAUSES_IN_ALL = 2
CONCLUDING_DAYS = 14
COMPLETED_FROM = 0.5
UNDO_FOR = timedelta(minutes=10)
MONTHS_OF_A_PAIR = 6
POWER_CLAUSE = timedelta(days=183)


class PairState(StrEnum):
    """Where a pair is in its life."""

    PROPOSED = "proposed"
    GETTING_STARTED = "getting_started"
    ACTIVE = "active"
    PAUSED = "paused"
    CONCLUDING = "concluding"
    COMPLETED = "completed"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class EndReason(StrEnum):
    """Why a pair ended; read only in the frozen quarterly tables."""

    SCHEDULE = "schedule"
    ROLE_CHANGE = "role_change"
    LEFT_COMPANY = "left_company"
    NOT_A_GOOD_FIT = "not_a_good_fit"
    GOALS_REACHED = "goals_reached"
    INACTIVITY = "inactivity"
    OTHER = "other"


_S = PairState
LIVE = (_S.GETTING_STARTED, _S.ACTIVE, _S.PAUSED, _S.CONCLUDING)
OPEN = (_S.PROPOSED, *LIVE)
STARTED = (_S.GETTING_STARTED, _S.ACTIVE, _S.CONCLUDING)
# A pair that was fixed quietly waits for the announcement, or was taken back before it: its two
# people never learn of it.
QUIET = (_S.PROPOSED, _S.WITHDRAWN)

PAIR_LIFE = StateTable(
    "Pair",
    (
        Step(
            "propose",
            ("",),
            _S.PROPOSED,
            "coordinator, quietly until a cohort is announced; participant, by asking",
        ),
        Step(
            "announce",
            (_S.PROPOSED,),
            _S.GETTING_STARTED,
            "coordinator or time, all quiet pairs of a cohort at once",
        ),
        Step("accept", (_S.PROPOSED,), _S.GETTING_STARTED, "each partner, both needed"),
        Step("decline", (_S.PROPOSED,), _S.DECLINED, "partner"),
        Step("expire", (_S.PROPOSED,), _S.EXPIRED, "time, 10 working days without leave"),
        Step(
            "withdraw",
            (_S.PROPOSED,),
            _S.WITHDRAWN,
            "coordinator; who asked; who rests or leaves; time, when the program closes",
        ),
        Step("activate", (_S.GETTING_STARTED,), _S.ACTIVE, "both signatures"),
        Step("pause", (_S.GETTING_STARTED, _S.ACTIVE), _S.PAUSED, "partner, coordinator"),
        Step("resume to start", (_S.PAUSED,), _S.GETTING_STARTED, "partner, coordinator, time"),
        Step("resume", (_S.PAUSED,), _S.ACTIVE, "partner, coordinator, time"),
        Step(
            "conclude",
            (_S.ACTIVE,),
            _S.CONCLUDING,
            "time, 14 days before the end date or as the program closes",
        ),
        Step("extend", (_S.CONCLUDING,), _S.ACTIVE, "both partners, two sealed yeses"),
        Step("complete", (_S.CONCLUDING,), _S.COMPLETED, "time, attainment at least 50 %"),
        Step("end", LIVE, _S.ENDED, "partner, coordinator, leaver, time"),
    ),
)


def fixes_quietly(kind: str, announce_at: datetime | None, announced_at: datetime | None) -> bool:
    """Say whether pairs of a program are fixed without telling anybody, until the announcement."""
    return kind == ProgramKind.COHORT and announce_at is not None and announced_at is None


def end_of_pair(start: date, program_ends_on: date | None, *, is_always_on: bool) -> date:
    """Return the last day: the program's; in an always-on program six months, its end at most."""
    half_a_year = months_after(start, MONTHS_OF_A_PAIR)
    if program_ends_on is None:
        return half_a_year
    return min(half_a_year, program_ends_on) if is_always_on else program_ends_on


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, clamped to the end of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
