"""What makes two people a valid pair."""

from dataclasses import dataclass
from enum import StrEnum

from programs.rules import Role


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
