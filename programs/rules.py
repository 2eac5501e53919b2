"""The words of a program, the lives of programs and enrollments as data, lines of management."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from core.states import StateTable, Step


class Cadence(StrEnum):
    """The agreed rhythm of a pair; its length in days is decided in `programs.cadence`."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    EVERY_THREE_WEEKS = "every_three_weeks"
    MONTHLY = "monthly"
    EVERY_SIX_WEEKS = "every_six_weeks"
    QUARTERLY = "quarterly"


class Role(StrEnum):
    """The side a person takes: the mentor is the junior who shares, the mentee the senior."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class ProgramKind(StrEnum):
    """Matched at once, or as people join."""

    COHORT = "cohort"
    ALWAYS_ON = "always_on"


class ProgramState(StrEnum):
    """Where a program is in its life."""

    DRAFT = "draft"
    ENROLLING = "enrolling"
    MATCHING = "matching"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


class EnrollmentState(StrEnum):
    """Where a person's place in a program is in its life."""

    INVITED = "invited"
    APPLIED = "applied"
    WAIT_LISTED = "wait_listed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


class StaffRole(StrEnum):
    """What someone does for a program without taking part."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    SPONSOR = "sponsor"


class Daypart(StrEnum):
    """A part of the working day that suits a person."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"


# From which hour to before which a conversation begins in each part.
DAYPART_HOURS: Mapping[Daypart, tuple[int, int]] = {
    Daypart.MORNING: (0, 11),
    Daypart.MIDDAY: (11, 14),
    Daypart.AFTERNOON: (14, 24),
}


class Way(StrEnum):
    """How a person likes to meet; the same words as the channels of an agreement."""

    VIDEO = "video"
    PHONE = "phone"
    OFFICE = "office"
    COFFEE = "coffee"


class JoinStep(StrEnum):
    """The pages of signing up, in their order."""

    ROLE = "role"
    TOPICS = "topics"
    TIMES = "times"
    BOUNDARIES = "boundaries"
    CHECK = "check"


class InviteOutcome(StrEnum):
    """What came of one address on HR's list."""

    INVITED = "invited"
    WAITS = "waits"
    IS_IN = "is_in"
    HAS_ANSWERED = "has_answered"
    LEFT = "left"
    UNKNOWN = "unknown"


PAIRING_STATES = (ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.RUNNING)
# While a program is in one of these, people are asked in.
INVITING_STATES = PAIRING_STATES
INVITATION_REMINDERS = (5, 10)
RECONSIDER_FOR = timedelta(minutes=10)
CAPACITIES = (1, 2)
TAKING_PART = (EnrollmentState.APPLIED, EnrollmentState.WAIT_LISTED, EnrollmentState.APPROVED)


class ProgramAct(StrEnum):
    """What moves a program on; each is a step of `PROGRAM_LIFE`."""

    OPEN_ENROLLMENT = "open enrollment"
    START_MATCHING = "start matching"
    START = "start"
    BEGIN_CLOSING = "begin closing"
    CLOSE = "close"


_P = ProgramState
PROGRAM_LIFE = StateTable(
    "Program",
    (
        Step("create", ("",), _P.DRAFT, "HR"),
        Step(ProgramAct.OPEN_ENROLLMENT, (_P.DRAFT,), _P.ENROLLING, "coordinator"),
        Step(ProgramAct.START_MATCHING, (_P.ENROLLING,), _P.MATCHING, "coordinator, of a cohort"),
        Step(ProgramAct.START, (_P.MATCHING,), _P.RUNNING, "coordinator"),
        Step(ProgramAct.START, (_P.ENROLLING,), _P.RUNNING, "coordinator, of an always-on program"),
        Step(ProgramAct.BEGIN_CLOSING, (_P.RUNNING,), _P.CLOSING, "coordinator"),
        Step(ProgramAct.CLOSE, (_P.CLOSING,), _P.CLOSED, "coordinator"),
    ),
)
# A cohort is matched at once before it runs; an always-on program is matched while it runs.
_STEPS_OF_ONE_KIND: Mapping[tuple[str, str], ProgramKind] = {
    (_P.ENROLLING, _P.MATCHING): ProgramKind.COHORT,
    (_P.ENROLLING, _P.RUNNING): ProgramKind.ALWAYS_ON,
}


def state_after(act: str, state: str, kind: str) -> ProgramState | None:
    """Return where an act leads a program of this kind, or None where it is not possible."""
    for step in PROGRAM_LIFE.steps:
        kinds = _STEPS_OF_ONE_KIND.get((state, step.target), kind)
        if step.act == act and state in step.sources and kinds == kind:
            return ProgramState(step.target)
    return None


def acts_open_to(state: str, kind: str) -> tuple[ProgramAct, ...]:
    """Return what can be done next with a program, in the order of the table."""
    return tuple(act for act in ProgramAct if state_after(act, state, kind))


_E = EnrollmentState
ENROLLMENT_LIFE = StateTable(
    "Enrollment",
    (
        Step("invite", ("", _E.DECLINED, _E.WITHDRAWN), _E.INVITED, "coordinator"),
        Step("accept", (_E.INVITED,), _E.APPROVED, "invited person"),
        Step("reconsider", (_E.DECLINED,), _E.INVITED, "invited person, for 10 minutes"),
        Step("take back", (_E.INVITED,), _E.WITHDRAWN, "coordinator"),
        Step("enroll", ("", _E.INVITED, _E.APPLIED), _E.APPROVED, "coordinator"),
        Step("apply", ("", _E.INVITED, _E.DECLINED, _E.WITHDRAWN), _E.APPLIED, "employee"),
        Step("approve", (_E.APPLIED, _E.WAIT_LISTED), _E.APPROVED, "coordinator"),
        Step("wait-list", (_E.APPLIED,), _E.WAIT_LISTED, "coordinator"),
        Step(
            "decline",
            (_E.INVITED, _E.APPLIED, _E.WAIT_LISTED),
            _E.DECLINED,
            "coordinator, invited person",
        ),
        Step(
            "withdraw",
            (_E.APPLIED, _E.WAIT_LISTED, _E.APPROVED),
            _E.WITHDRAWN,
            "employee, coordinator",
        ),
        Step("leave", (_E.APPROVED,), _E.LEFT, "leaver"),
    ),
)


def reminder_due(invited_at: datetime, now: datetime) -> int:
    """Return the latest day of a reminder that has come since the invitation; 0 before the first.

    After an outage only the latest is written.
    """
    return max(
        (day for day in INVITATION_REMINDERS if invited_at + timedelta(days=day) <= now), default=0
    )


def standing_of(state: str, last_answer: str) -> InviteOutcome | None:
    """Say why somebody with a place in this state is not invited; None where they may be.

    `last_answer` is the act that closed their last invitation: a no of their own stays a no.
    """
    if state == EnrollmentState.INVITED:
        return InviteOutcome.WAITS
    if state in TAKING_PART:
        return InviteOutcome.IS_IN
    if state == EnrollmentState.LEFT:
        return InviteOutcome.LEFT
    is_declined = state == EnrollmentState.DECLINED
    said_no = last_answer == "decline" if is_declined else last_answer != "take back"
    return InviteOutcome.HAS_ANSWERED if said_no else None


Lines = Mapping[int, tuple[int, ...]]
"""The managers above each person, nearest first; people without managers may be missing."""


def steps_between(one: int, other: int, lines: Lines) -> int | None:
    """Count the managers from one person up or down to another; None when in different lines."""
    if one == other:
        return 0
    for low, high in ((one, other), (other, one)):
        above = lines.get(low, ())
        if high in above:
            return above.index(high) + 1
    return None


def stands_in_line(person: int, people: Iterable[int], lines: Lines) -> bool:
    """Say whether a person is one of these people, above one of them or below one of them."""
    return any(steps_between(person, each, lines) is not None for each in people)


def farthest_from(candidates: Iterable[int], people: Iterable[int], lines: Lines) -> int | None:
    """Return the candidate with most steps to the nearest of these people, the first on a tie.

    People are never candidates in their own matter; None when nobody is left.
    """
    among = tuple(people)
    others = [candidate for candidate in candidates if candidate not in among]
    return max(others, key=lambda who: _steps_to_nearest(who, among, lines), default=None)


def _steps_to_nearest(person: int, people: Iterable[int], lines: Lines) -> float:
    steps = (steps_between(person, each, lines) for each in people)
    return min((each for each in steps if each is not None), default=float("inf"))
