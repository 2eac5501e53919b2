"""The demo's programs: last year's, the one that runs, a small pilot, and one people can join."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from accounts.models import User
from attention.actions import dismiss_item
from attention.models import ActionItem
from contracts.rules.house_rules import default_house_rules
from lifecycle.actions import create_program_with_rules, put_on_staff
from mentoring.demo.house_rules import SPONSOR, change_rules, sign_from
from mentoring.demo.pairs import Timetable
from mentoring.demo.story import (
    APPLIED,
    ENROLLED_ALONE,
    HR,
    LAST_YEAR_ENDS,
    LAST_YEAR_STARTS,
    PILOT_ENDS,
    PILOT_STARTS,
    PROGRAM_ENDS,
    PROGRAM_STARTS,
    PURPOSE,
    TOPICS,
    WAITING,
    Pair,
)
from pairings.actions.items import NEXT_PARTNER
from programs.actions import (
    ProgramFacts,
    Wishes,
    advance_program,
    apply_to_program,
    approve_enrollment,
    wait_list_enrollment,
)
from programs.models import Enrollment, Program
from programs.rules import Role, StaffRole
from pulse.actions import mark_talked
from pulse.models import TalkName

STAFF: Final = {
    "V021": StaffRole.COORDINATOR,
    "V249": StaffRole.DEPUTY,
    SPONSOR: StaffRole.SPONSOR,
}
_Place = tuple[User, Role, str]


def running_program(stage: Timetable, pairs: Sequence[Pair]) -> Program:
    """Open this year's program, enroll everybody who is in the story, and start it."""
    people, start = stage.people, stage.day(PROGRAM_STARTS)
    facts = program_facts("Reverse mentoring 2026", start, stage.day(PROGRAM_ENDS))
    program = open_program(facts, people, start)
    sign_from(stage, program, PROGRAM_STARTS)
    change_rules(stage, program)
    alone = [(people[key], Role(role), "") for key, role in ENROLLED_ALONE]
    _enroll(program, [*_places(people, pairs), *alone], start)
    for number, (key, role) in enumerate((*APPLIED, *((key, Role.MENTOR) for key in WAITING))):
        place = apply_for(program, (people[key], Role(role), ""), number, start)
        if key in WAITING:
            wait_list_enrollment(enrollment=place, by=hr(), now=start)
    return _start(program, start)


def last_program(stage: Timetable, pairs: Sequence[Pair]) -> Program:
    """Run last year's program from its first day to its farewell."""
    start = stage.day(LAST_YEAR_STARTS)
    facts = program_facts("Reverse mentoring 2025", start, stage.day(LAST_YEAR_ENDS))
    program = open_program(facts, stage.people, start)
    sign_from(stage, program, LAST_YEAR_STARTS)
    _enroll(program, _places(stage.people, pairs), start)

    def step(act: str, now: datetime) -> None:
        advance_program(program=Program.objects.get(pk=program.pk), act=act, by=hr(), now=now)

    stage.at(LAST_YEAR_ENDS - 14, lambda now: step("begin closing", now))
    stage.at(LAST_YEAR_ENDS + 2, lambda now: step("close", now))
    return _start(program, start)


def pilot_program(stage: Timetable, pairs: Sequence[Pair]) -> Program:
    """Start a small program whose last days these are."""
    start = stage.day(PILOT_STARTS)
    program = open_program(
        program_facts("Pilot: reading the floor", start, stage.day(PILOT_ENDS)), stage.people, start
    )
    sign_from(stage, program, PILOT_STARTS)
    _enroll(program, _places(stage.people, pairs), start)
    return _start(program, start)


def tidy_desk(now: datetime) -> None:
    """HR has looked after who was left without a partner, and talked to who was on a list."""
    admin = hr()
    for name in TalkName.objects.filter(talked_at=None):
        mark_talked(name=name, by=admin, now=now)
    for item in ActionItem.objects.open().filter(kind=NEXT_PARTNER):
        dismiss_item(item=item, by=admin, now=now)


def program_facts(name: str, starts: datetime, ends: datetime) -> ProgramFacts:
    """Return what every program of this company has in common, and what it has not."""
    return ProgramFacts(
        name=name,
        purpose=PURPOSE,
        starts_on=starts.date(),
        ends_on=ends.date(),
        time_zone="Europe/Berlin",
        topics=TOPICS,
    )


def open_program(facts: ProgramFacts, people: dict[str, User], now: datetime) -> Program:
    """Create a program with its staff, and let people in."""
    admin = hr()
    program = create_program_with_rules(
        facts=facts, house_rules=default_house_rules(), by=admin, now=now
    )
    for key, role in STAFF.items():
        put_on_staff(program=program, user=people[key], role=role, by=admin, now=now)
    return advance_program(program=program, act="open enrollment", by=admin, now=now)


def _start(program: Program, now: datetime) -> Program:
    for act in ("start matching", "start"):
        program = advance_program(program=program, act=act, by=hr(), now=now)
    return program


def _places(people: dict[str, User], pairs: Sequence[Pair]) -> list[_Place]:
    mentors = [(people[pair.mentor], Role.MENTOR, pair.gain) for pair in pairs]
    mentees = [(people[pair.mentee], Role.MENTEE, pair.goal) for pair in pairs]
    return [*mentors, *mentees]


def _enroll(program: Program, places: Iterable[_Place], now: datetime) -> None:
    admin = hr()
    for number, place in enumerate(places):
        approve_enrollment(enrollment=apply_for(program, place, number, now), by=admin, now=now)


def apply_for(program: Program, place: _Place, number: int, now: datetime) -> Enrollment:
    """Let a person apply, with topics that go by their number."""
    person, role, hope = place
    topics = list(program.topics.order_by("pk"))
    chosen = (topics[number % len(topics)], topics[(number * 2 + 1) % len(topics)])
    wishes = Wishes(role=role, topics=tuple(dict.fromkeys(chosen)), hope=hope, has_read_rules=True)
    return apply_to_program(program=program, by=person, wishes=wishes, now=now)


def hr() -> User:
    """Return the HR admin."""
    return User.objects.get(email=HR)
