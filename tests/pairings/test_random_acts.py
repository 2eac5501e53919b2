"""The real acts in random order, by the right and the wrong people: no step off the tables."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import pytest

from accounts.models import User
from core.errors import Refusal
from core.states import StateTable
from pairings.actions import (
    accept_pair,
    activate_pair,
    change_availability,
    decline_pair,
    expire_proposals,
    leave_program,
    withdraw_pair,
)
from pairings.models import Pairing
from pairings.rules import PAIR_LIFE
from programs.actions import (
    Wishes,
    apply_to_program,
    approve_enrollment,
    decline_enrollment,
    enroll_person,
    leave_programs,
    wait_list_enrollment,
    withdraw_enrollment,
)
from programs.models import Enrollment, Program
from programs.rules import ENROLLMENT_LIFE, ProgramState, Role
from tests.builders import make_enrollment

SEEDS = range(8)
STEPS = 15
Act = Callable[[datetime], object]
Edges = set[tuple[str, str]]


def edges_of(table: StateTable) -> Edges:
    return {(source, str(step.target)) for step in table.steps for source in step.sources}


def walk(acts: list[Act], state: Callable[[], str], seed: int, now: datetime) -> Edges:
    """Do random acts, a day apart, and return the steps that were taken."""
    choose = Random(seed).choice  # noqa: S311 -- repeatable, not secret
    taken: Edges = set()
    for day in range(STEPS):
        before = state()
        with suppress(Refusal):
            choose(acts)(now + timedelta(days=day))
        if state() != before:
            taken.add((before, state()))
    return taken


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proposal_takes_listed_steps_only(
    seed: int, proposal: Pairing, coordinator: User, stranger: User, now: datetime
) -> None:
    mentor, mentee = proposal.mentor, proposal.mentee

    def state() -> str:
        return Pairing.objects.values_list("state", flat=True).get(pk=proposal.pk)

    acts: list[Act] = [
        lambda at: accept_pair(pairing=proposal, by=mentor, now=at),
        lambda at: accept_pair(pairing=proposal, by=mentee, now=at),
        lambda at: accept_pair(pairing=proposal, by=stranger, now=at),
        lambda at: decline_pair(pairing=proposal, by=mentee, now=at),
        lambda at: withdraw_pair(pairing=proposal, by=coordinator, now=at),
        lambda at: withdraw_pair(pairing=proposal, by=stranger, now=at),
        lambda at: expire_proposals(now=at),
        lambda at: activate_pair(pairing=proposal, now=at),
        lambda at: change_availability(
            enrollment=proposal.mentor_enrollment, is_available=False, by=mentor, now=at
        ),
        lambda at: leave_program(enrollment=proposal.mentee_enrollment, by=mentee, now=at),
    ]
    assert walk(acts, state, seed, now) <= edges_of(PAIR_LIFE)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_place_takes_listed_steps_only(
    seed: int, program: Program, coordinator: User, stranger: User, mentee: User, now: datetime
) -> None:
    Program.objects.update(state=ProgramState.ENROLLING)
    place = make_enrollment(program, stranger, Role.MENTOR, state="invited")

    def state() -> str:
        return Enrollment.objects.values_list("state", flat=True).get(pk=place.pk)

    wishes = Wishes(role=Role.MENTOR)
    acts: list[Act] = [
        lambda at: apply_to_program(program=program, by=stranger, wishes=wishes, now=at),
        lambda at: apply_to_program(program=program, by=stranger, wishes=wishes, now=at),
        lambda at: approve_enrollment(enrollment=place, by=coordinator, now=at),
        lambda at: approve_enrollment(enrollment=place, by=mentee, now=at),
        lambda at: wait_list_enrollment(enrollment=place, by=coordinator, now=at),
        lambda at: decline_enrollment(enrollment=place, by=coordinator, now=at),
        lambda at: withdraw_enrollment(enrollment=place, by=stranger, now=at),
        lambda at: enroll_person(
            program=program, person=stranger, role=Role.MENTOR, by=coordinator, now=at
        ),
        lambda at: leave_programs(person=stranger, by=None, now=at),
    ]
    assert walk(acts, state, seed, now) <= edges_of(ENROLLMENT_LIFE)
