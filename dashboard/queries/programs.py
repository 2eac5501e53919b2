"""Programs as the people who run them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import HouseRules, RulesSignature
from contracts.queries import company_signature, latest_house_rules
from pairings.models import Pairing
from pairings.queries import is_quiet_now
from pairings.rules import LIVE, OPEN, PairState
from programs.models import Blackout, Enrollment, KickOff, Program, ProgramStaff
from programs.models.labels import PROGRAM_STATES
from programs.queries import GuestCounts, guest_counts, kickoff_of
from programs.rules import (
    EnrollmentState,
    ProgramAct,
    ProgramKind,
    ProgramState,
    Role,
    acts_open_to,
)

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


@dataclass(frozen=True, slots=True)
class LifeStep:
    """A state in the life of a program: behind it, where it is, or ahead."""

    label: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPage:
    """What stands on a program's page. `fixed` pairs wait for the announcement."""

    steps: list[NextStep]
    life: list[LifeStep]
    mentors: int
    mentees: int
    waiting: int
    mentors_left: int
    mentees_left: int
    pairs: int
    proposals: int
    fixed: int
    is_quiet: bool
    kickoff: KickOff | None
    guests: GuestCounts | None
    staff: list[ProgramStaff]
    blackouts: list[Blackout]
    topics: list[str]
    rules: HouseRules | None
    rules_signature: RulesSignature | None


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program in the list, with its people and pairs."""

    program: Program
    people: int
    waiting: int
    pairs: int


def program_rows(programs: Sequence[Program]) -> list[ProgramRow]:
    """Return the lines of these programs in two queries; totals count every pair."""
    places = _count_places(programs)
    pairs = dict(
        Pairing.objects.filter(program__in=programs)
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


def program_page(program: Program) -> ProgramPage:
    """Return the page of a program that this person runs, in eight queries."""
    kickoff, rules = kickoff_of(program), latest_house_rules(program)
    return ProgramPage(
        steps=next_steps(program),
        life=_life(program),
        is_quiet=is_quiet_now(program),
        kickoff=kickoff,
        guests=guest_counts(kickoff) if kickoff else None,
        staff=list(program.staff.select_related("user").order_by("role", "user__display_name")),
        blackouts=list(program.blackouts.order_by("starts_on")),
        topics=list(program.topics.order_by("name").values_list("name", flat=True)),
        rules=rules,
        rules_signature=company_signature(rules) if rules else None,
        **_people(program),
        **_pairs(program),
    )


def _people(program: Program) -> dict[str, int]:
    on_place = Q(mentor_enrollment=OuterRef("pk")) | Q(mentee_enrollment=OuterRef("pk"))
    has_pair = Exists(Pairing.objects.filter(on_place, state__in=OPEN))
    free = {"has_pair": False, "is_available": True, "user__is_active": True, "user__left_on": None}
    approved = EnrollmentState.APPROVED
    return program.enrollments.annotate(has_pair=has_pair).aggregate(
        mentors=_in_state(approved, role=Role.MENTOR),
        mentees=_in_state(approved, role=Role.MENTEE),
        waiting=_waiting(),
        mentors_left=_in_state(approved, role=Role.MENTOR, **free),
        mentees_left=_in_state(approved, role=Role.MENTEE, **free),
    )


def _pairs(program: Program) -> dict[str, int]:
    """Totals count every pair, those of the reader's own line too."""
    return Pairing.objects.filter(program=program).aggregate(
        pairs=Count("pk", filter=Q(state__in=LIVE)),
        proposals=_in_state(PairState.PROPOSED, is_quiet=False),
        fixed=_in_state(PairState.PROPOSED, is_quiet=True),
    )


def _life(program: Program) -> list[LifeStep]:
    """A cohort is matched before it runs, an always-on program while it runs."""
    is_cohort = program.kind == ProgramKind.COHORT
    states = [state for state in ProgramState if is_cohort or state != ProgramState.MATCHING]
    labels, at = dict(PROGRAM_STATES), states.index(ProgramState(program.state))
    marks = ("is-done", "is-next", "")
    return [
        LifeStep(str(labels[state]), marks[(place > at) + (place >= at)])
        for place, state in enumerate(states)
    ]


def next_steps(program: Program) -> list[NextStep]:
    """Return what can be done next with a program."""
    acts = acts_open_to(program.state, program.kind)
    return [NextStep(act, str(STEPS[act][0]), str(STEPS[act][1])) for act in acts]
