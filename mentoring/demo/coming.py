"""The demo's next program, before it starts: people are invited, sign up, and are asked to come."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from accounts.models import User
from kit.actions import send_letter
from kit.rules import LetterKind
from mentoring.demo.pairs import Timetable
from mentoring.demo.programs import apply_for, hr, open_program, program_facts
from mentoring.demo.story import (
    COMING_ENDS,
    COMING_OPENS,
    COMING_STARTS,
    SIGNED_UP,
    Place,
)
from programs.actions import (
    KickOffFacts,
    Wishes,
    accept_invitation,
    answer_kickoff,
    approve_enrollment,
    decline_enrollment,
    invite_people,
    plan_kickoff,
    wait_list_enrollment,
)
from programs.models import Enrollment, KickOff, Program
from programs.rules import Role

# Leaders who were asked, and what they said; None: nothing yet.
INVITED: Final = (
    ("V007", None),
    ("V015", None),
    ("V031", None),
    ("V010", True),
    ("V018", True),
    ("V012", False),
)
HOPE: Final = "Hear what newcomers see in their first month"


def coming_program(stage: Timetable) -> None:
    """Open next year's program, which anybody can join; some have, day by day."""
    opened = stage.day(COMING_OPENS)
    facts = program_facts(
        "Reverse mentoring, spring 2027", stage.day(COMING_STARTS), stage.day(COMING_ENDS)
    )
    announced = stage.day(COMING_STARTS - 7) + timedelta(hours=9)
    program = open_program(replace(facts, announce_at=announced), stage.people, opened)
    for number, (day, key, role, became) in enumerate(SIGNED_UP):
        act = _SignUp(program, stage.people[key], Role(role), became)
        stage.at(day, partial(act.do, number))
    stage.at(-9, lambda now: _invite(stage, program, now))
    stage.at(-7, lambda now: _answer_invitations(stage, program, now))
    stage.at(-6, lambda now: _plan_kickoff(stage, program, now))
    stage.at(-4, lambda now: _answer_kickoff(program, now))
    stage.at(-3, lambda now: _send_letters(stage, program, now))


class _SignUp:
    """One person's application, and what HR made of it."""

    def __init__(self, program: Program, person: User, role: Role, became: Place) -> None:
        self.program, self.place, self.became = program, (person, role, ""), became

    def do(self, number: int, now: datetime) -> None:
        """Apply, and be answered unless HR has not come to it."""
        enrollment = apply_for(self.program, self.place, number, now)
        if self.became is not Place.APPLIED:
            is_in = self.became is Place.APPROVED
            answer = approve_enrollment if is_in else wait_list_enrollment
            answer(enrollment=enrollment, by=hr(), now=now)


def _invite(stage: Timetable, program: Program, now: datetime) -> None:
    """Ask leaders to take part; who has not answered is reminded by the product."""
    invite_people(
        program=program,
        addresses=[stage.people[key].email for key, _answer in INVITED],
        wishes=Wishes(role=Role.MENTEE),
        by=hr(),
        now=now,
    )


def _answer_invitations(stage: Timetable, program: Program, now: datetime) -> None:
    for key, says_yes in INVITED:
        person = stage.people[key]
        if says_yes is None:
            continue
        place = Enrollment.objects.get(program=program, user=person)
        if says_yes:
            wishes = Wishes(role=Role.MENTEE, hope=HOPE, has_read_rules=True)
            accept_invitation(enrollment=place, by=person, wishes=wishes, now=now)
        else:
            decline_enrollment(enrollment=place, by=person, now=now)


def _plan_kickoff(stage: Timetable, program: Program, now: datetime) -> None:
    facts = KickOffFacts(
        starts_at=stage.day(COMING_STARTS + 2) + timedelta(hours=14),
        minutes=60,
        place="https://meet.viceversa.example/kick-off",
        agenda="What reverse mentoring is, and what it is not\nTwo pairs tell\nYour first meeting",
    )
    plan_kickoff(program=program, facts=facts, by=hr(), now=now)


def _answer_kickoff(program: Program, now: datetime) -> None:
    """Most come, one cannot, the newest have not said."""
    kickoff = KickOff.objects.get(program=program)
    guests = kickoff.guests.order_by("pk").select_related("user")
    for guest, comes in zip(guests, (True, True, False, True, True), strict=False):
        answer_kickoff(kickoff=kickoff, by=guest.user, comes=comes, now=now)


def _send_letters(stage: Timetable, program: Program, now: datetime) -> None:
    """The brief leaves at once, the sponsor's letter waits for its day."""
    when = {
        LetterKind.MENTEE_BRIEF: None,
        LetterKind.SPONSOR_LETTER: stage.day(4) + timedelta(hours=9),
    }
    for kind, send_at in when.items():
        send_letter(program=program, kind=kind, send_at=send_at, by=hr(), now=now)
