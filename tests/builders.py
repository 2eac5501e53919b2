"""Plain builders: each makes one valid thing, with everything that matters overridable."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress

from accounts.actions import name_delegate
from accounts.models import Delegation, User
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program, ProgramStaff, Topic
from programs.rules import EnrollmentState, ProgramState, Role, StaffRole

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
PASSWORD = "a long enough password"
_serial = itertools.count(1)


def make_person(name: str = "", **fields: Any) -> User:
    """Make a person with a verified address and a password."""
    serial = next(_serial)
    name = name or f"Person {serial}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{serial}@example.com")
    defaults = {"display_name": name, "level": 3, "time_zone": "Europe/Berlin", "country": "DE"}
    user = User.objects.create_user(email, PASSWORD, **(defaults | fields))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_program(name: str = "Autumn 2026", **fields: Any) -> Program:
    """Make a running program with two topics."""
    defaults = {
        "state": ProgramState.RUNNING,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 2, 28),
        "time_zone": "Europe/Berlin",
    }
    program = Program.objects.create(name=name, **(defaults | fields))
    Topic.objects.bulk_create([Topic(program=program, name=n) for n in ("AI at work", "Careers")])
    return program


def make_coordinator(program: Program, name: str = "") -> User:
    """Make a person who coordinates a program."""
    user = make_person(name, level=4)
    ProgramStaff.objects.create(program=program, user=user, role=StaffRole.COORDINATOR)
    return user


def make_enrollment(program: Program, user: User, role: Role, **fields: Any) -> Enrollment:
    """Make an approved place in a program."""
    defaults = {"state": EnrollmentState.APPROVED, "created_at": START, "decided_at": START}
    found, _ = Enrollment.objects.get_or_create(
        program=program, user=user, defaults=defaults | {"role": role} | fields
    )
    return found


def make_pair(
    *,
    program: Program | None = None,
    mentor: User | None = None,
    mentee: User | None = None,
    state: PairState = PairState.GETTING_STARTED,
    **fields: Any,
) -> Pairing:
    """Make a pair that accepted on 1 September 2026 (a proposal has no acceptance)."""
    program = program or make_program(f"Program {next(_serial)}")
    mentor = mentor or make_person(level=2)
    mentee = mentee or make_person(level=6)
    started = None if state == PairState.PROPOSED else START
    defaults = {
        "proposed_at": START - timedelta(days=2),
        "expires_at": START + timedelta(days=14),
        "mentor_accepted_at": started,
        "mentee_accepted_at": started,
        "started_at": started,
        "ends_on": program.ends_on,
    }
    return Pairing.objects.create(
        program=program,
        mentor=mentor,
        mentee=mentee,
        mentor_enrollment=make_enrollment(program, mentor, Role.MENTOR),
        mentee_enrollment=make_enrollment(program, mentee, Role.MENTEE),
        state=state,
        **(defaults | fields),
    )


def make_delegation(person: User, delegate: User | None = None) -> Delegation:
    """Let somebody plan for a mentee since 1 September 2026, as the mentee does it."""
    delegate = delegate or make_person("Ana Lopes", level=2)
    delegation = name_delegate(person=person, delegate=delegate, by=person, now=START)
    delegation.delegate = delegate
    return delegation
