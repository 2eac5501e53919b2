"""The life of a pair as data, what makes two people a valid pair, and its last day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.states import StateTable, Step
from programs.rules import Role

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

PAIR_LIFE = StateTable(
    "Pair",
    (
        Step("propose", ("",), _S.PROPOSED, "coordinator"),
        Step("accept", (_S.PROPOSED,), _S.GETTING_STARTED, "each partner, both needed"),
        Step("decline", (_S.PROPOSED,), _S.DECLINED, "partner"),
        Step("expire", (_S.PROPOSED,), _S.EXPIRED, "time, 10 working days without leave"),
        Step(
            "withdraw",
            (_S.PROPOSED,),
            _S.WITHDRAWN,
            "coordinator; who rests or leaves; time, when the program closes",
        ),
        Step("activate", (_S.GETTING_STARTED,), _S.ACTIVE, "both signatures"),
        Step("pause", (_S.GETTING_STARTED, _S.ACTIVE), _S.PAUSED, "partner, coordinator"),
        Step("resume to start", (_S.PAUSED,), _S.GETTING_STARTED, "partner, coordinator, time"),
        Step("resume", (_S.PAUSED,), _S.ACTIVE, "partner, coordinator, time"),
        Step("conclude", (_S.ACTIVE,), _S.CONCLUDING, "time, 14 days before the end date"),
        Step("complete", (_S.CONCLUDING,), _S.COMPLETED, "time, attainment at least 50 %"),
        Step("end", LIVE, _S.ENDED, "partner, coordinator, leaver, time"),
    ),
)


class Rule(StrEnum):
    """The rules of a valid pair; the codes of refusals and of action items."""

    LEVEL_UNKNOWN = "level_unknown"
    LEVEL_GAP = "level_gap"
    REPORTING_LINE = "reporting_line"
    REPORTS_TO_DIRECT_REPORT = "reports_to_direct_report"
    SAME_PERSON = "same_person"
    NOT_ACTIVE = "not_active"
    NOT_ENROLLED = "not_enrolled"
    NOT_AVAILABLE = "not_available"
    CAPACITY = "capacity"
    NEVER_MATCH = "never_match"
    NO_SHARED_LANGUAGE = "no_shared_language"
    ALREADY_PAIRED = "already_paired"


# Who is junior to whom is the point of the program, a place is taken by oneself, and capacity is
# raised, not overridden: no reason outweighs these.
NEVER_OVERRIDDEN = frozenset(
    {
        Rule.LEVEL_UNKNOWN,
        Rule.LEVEL_GAP,
        Rule.REPORTING_LINE,
        Rule.REPORTS_TO_DIRECT_REPORT,
        Rule.SAME_PERSON,
        Rule.NOT_ACTIVE,
        Rule.NOT_ENROLLED,
        Rule.CAPACITY,
        Rule.ALREADY_PAIRED,
    }
)
# After the end the mentee has no say over the mentor for six months (the power clause).
RULES_OF_POWER = frozenset({Rule.REPORTING_LINE, Rule.REPORTS_TO_DIRECT_REPORT})
# Capacity, availability and being paired already stand in the way of a new pair only.
RULES_OF_OPEN_PAIRS = frozenset(Rule) - {Rule.CAPACITY, Rule.NOT_AVAILABLE, Rule.ALREADY_PAIRED}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules look at in one person, in one role of one program.

    `line` are the managers above, nearest first.
    """

    person: int
    role: Role
    level: int | None
    languages: frozenset[str]
    line: tuple[int, ...] = ()
    is_active: bool = True
    is_enrolled: bool = True
    is_available: bool = True
    capacity: int = 1
    open_pairs: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between two people in a program."""

    min_level_gap: int = 2
    never_match: bool = False
    already_paired: bool = False


def broken_rules(mentor: Candidate, mentee: Candidate, between: Between) -> list[Rule]:
    """Return every rule this pair would break, the weightiest first; none is a valid pair."""
    return [
        *_rules_of_rank(mentor, mentee, between),
        *_rules_of_enrollment(mentor, mentee),
        *_rules_between(mentor, mentee, between),
    ]


def _rules_of_rank(mentor: Candidate, mentee: Candidate, between: Between) -> list[Rule]:
    if mentor.person == mentee.person:
        return [Rule.SAME_PERSON]
    found = []
    if mentor.level is None or mentee.level is None:
        found.append(Rule.LEVEL_UNKNOWN)
    elif mentee.level - mentor.level < between.min_level_gap:
        found.append(Rule.LEVEL_GAP)
    # A report of a direct report is in the line as well; it is said in its own words.
    if mentor.line[1:2] == (mentee.person,):
        found.append(Rule.REPORTS_TO_DIRECT_REPORT)
    elif mentee.person in mentor.line or mentor.person in mentee.line:
        found.append(Rule.REPORTING_LINE)
    return found


def _rules_of_enrollment(mentor: Candidate, mentee: Candidate) -> list[Rule]:
    both = (mentor, mentee)
    checks = (
        (Rule.NOT_ACTIVE, all(side.is_active for side in both)),
        (Rule.NOT_ENROLLED, all(side.is_enrolled for side in both)),
        (Rule.NOT_AVAILABLE, all(side.is_available for side in both)),
        (Rule.CAPACITY, all(side.open_pairs < side.capacity for side in both)),
    )
    return [rule for rule, holds in checks if not holds]


def _rules_between(mentor: Candidate, mentee: Candidate, between: Between) -> list[Rule]:
    checks = (
        (Rule.ALREADY_PAIRED, not between.already_paired),
        (Rule.NEVER_MATCH, not between.never_match),
        (Rule.NO_SHARED_LANGUAGE, bool(mentor.languages & mentee.languages)),
    )
    return [rule for rule, holds in checks if not holds]


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
