"""Programs as the people who run them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.models import HouseRules
from contracts.queries import latest_house_rules
from pairings.models import Pairing
from programs.models import Blackout, Enrollment, Program, ProgramStaff
from programs.rules import EnrollmentState, ProgramAct, Role, acts_open_to

STEPS: dict[str, tuple[Promise, Promise]] = {
    ProgramAct.OPEN_ENROLLMENT: (
        _("Open enrollment"),
        _("People can apply, you can enroll them and pair two by hand."),
    ),
    ProgramAct.START_MATCHING: (
        _("Start matching"),
        _("Nobody new can apply; you put the pairs together."),
    ),
    ProgramAct.START: (_("Start the program"), _("Pairs meet. You can still pair two by hand.")),
    ProgramAct.BEGIN_CLOSING: (
        _("Begin closing"),
        _("Pairs have their closing conversation. No new pairs are made."),
    ),
    ProgramAct.CLOSE: (
        _("Close the program"),
        _("What is still running ends with it. This cannot be undone."),
    ),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What can be done next with a program, and what it means."""

    act: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPage:
    """What stands on a program's page."""

    steps: list[NextStep]
    mentors: int
    mentees: int
    waiting: int
    pairs: int
    proposals: int
    staff: list[ProgramStaff]
    blackouts: list[Blackout]
    topics: list[str]
    rules: HouseRules | None


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program in the list, with its people and pairs."""

    program: Program
    people: int
    waiting: int
    pairs: int


def program_rows(programs: Sequence[Program], user: User) -> list[ProgramRow]:
    """Return the lines of these programs in two queries; pairs are those one oversees."""
    places = _count_places(programs)
    pairs = dict(
        Pairing.objects.overseen_by(user)
        .live()
        .order_by()
        .values_list("program_id")
        .annotate(number=Count("pk"))
    )
    return [
        ProgramRow(program, *places.get(program.pk, (0, 0)), pairs.get(program.pk, 0))
        for program in programs
    ]


def _count_places(programs: Sequence[Program]) -> dict[int, tuple[int, int]]:
    rows = (
        Enrollment.objects.filter(program__in=programs)
        .order_by()
        .values_list("program_id")
        .annotate(people=_in_state(EnrollmentState.APPROVED), waiting=_waiting())
    )
    return {program: (people, waiting) for program, people, waiting in rows}


def _in_state(state: str, **more: Any) -> Count:
    return Count("pk", filter=Q(state=state, **more))


def _waiting() -> Count:
    return _in_state(EnrollmentState.APPLIED)


def program_page(program: Program, user: User) -> ProgramPage:
    """Return the page of a program that this person runs, in six queries."""
    places = program.enrollments.aggregate(
        mentors=_in_state(EnrollmentState.APPROVED, role=Role.MENTOR),
        mentees=_in_state(EnrollmentState.APPROVED, role=Role.MENTEE),
        waiting=_waiting(),
    )
    pairs = Pairing.objects.overseen_by(user).filter(program=program)
    return ProgramPage(
        steps=next_steps(program),
        pairs=pairs.live().count(),
        proposals=pairs.open().count() - pairs.live().count(),
        staff=list(program.staff.select_related("user").order_by("role", "user__display_name")),
        blackouts=list(program.blackouts.order_by("starts_on")),
        topics=list(program.topics.order_by("name").values_list("name", flat=True)),
        rules=latest_house_rules(program),
        **places,
    )


def next_steps(program: Program) -> list[NextStep]:
    """Return what can be done next with a program."""
    acts = acts_open_to(program.state, program.kind)
    return [NextStep(act, str(STEPS[act][0]), str(STEPS[act][1])) for act in acts]
