"""The demo's programs: one that runs, with its people, and one that people can join."""

from datetime import datetime, timedelta

from accounts.models import User
from contracts.rules.house_rules import default_house_rules
from lifecycle.actions import create_program_with_rules
from mentoring.demo.story import (
    APPLIED,
    ENROLLED_ALONE,
    HR,
    PAIRS,
    PROGRAM_ENDS,
    PROGRAM_STARTS,
    PURPOSE,
    TOPICS,
    WAITING,
)
from programs.actions import (
    ProgramFacts,
    Wishes,
    add_staff,
    advance_program,
    apply_to_program,
    approve_enrollment,
    wait_list_enrollment,
)
from programs.models import Enrollment, Program
from programs.rules import Role, StaffRole


def running_program(people: dict[str, User], start: datetime) -> Program:
    """Open this year's program, enroll everybody who is in the story, and start it."""
    hr = _hr()
    facts = ProgramFacts(
        name="Reverse mentoring 2026",
        purpose=PURPOSE,
        starts_on=start.date(),
        ends_on=(start + timedelta(days=PROGRAM_ENDS - PROGRAM_STARTS)).date(),
        time_zone="Europe/Berlin",
        topics=TOPICS,
    )
    program = _open(facts, people, hr, start)
    for number, (person, role, hope) in enumerate(_places(people)):
        place = _apply(program, person, role, number, hope, start)
        if person.employee_id in WAITING:
            wait_list_enrollment(enrollment=place, by=hr, now=start)
        elif (person.employee_id, str(role)) not in APPLIED:
            approve_enrollment(enrollment=place, by=hr, now=start)
    for act in ("start matching", "start"):
        program = advance_program(program=program, act=act, by=hr, now=start)
    return program


def coming_program(people: dict[str, User], now: datetime) -> Program:
    """Open next year's program, which anybody can join."""
    starts = now + timedelta(days=63)
    facts = ProgramFacts(
        name="Reverse mentoring, spring 2027",
        purpose=PURPOSE,
        starts_on=starts.date(),
        ends_on=(starts + timedelta(days=182)).date(),
        time_zone="Europe/Berlin",
        topics=TOPICS,
    )
    return _open(facts, people, _hr(), now)


def _open(facts: ProgramFacts, people: dict[str, User], hr: User, now: datetime) -> Program:
    program = create_program_with_rules(
        facts=facts, house_rules=default_house_rules(), by=hr, now=now
    )
    coordinator = people["V021"]
    add_staff(program=program, user=coordinator, role=StaffRole.COORDINATOR, by=hr, now=now)
    add_staff(program=program, user=people["V001"], role=StaffRole.SPONSOR, by=hr, now=now)
    return advance_program(program=program, act="open enrollment", by=hr, now=now)


def _places(people: dict[str, User]) -> list[tuple[User, Role, str]]:
    mentors = [(people[pair.mentor], Role.MENTOR, pair.gain) for pair in PAIRS]
    mentees = [(people[pair.mentee], Role.MENTEE, pair.goal) for pair in PAIRS]
    others = [(people[key], Role(role), "") for key, role in (*ENROLLED_ALONE, *APPLIED)]
    waiting = [(people[key], Role.MENTOR, "") for key in WAITING]
    return [*mentors, *mentees, *others, *waiting]


def _apply(
    program: Program, person: User, role: Role, number: int, hope: str, now: datetime
) -> Enrollment:
    topics = list(program.topics.order_by("pk"))
    chosen = (topics[number % len(topics)], topics[(number * 2 + 1) % len(topics)])
    wishes = Wishes(role=role, topics=tuple(dict.fromkeys(chosen)), hope=hope, has_read_rules=True)
    return apply_to_program(program=program, by=person, wishes=wishes, now=now)


def _hr() -> User:
    return User.objects.get(email=HR)
