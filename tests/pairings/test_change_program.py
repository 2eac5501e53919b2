from dataclasses import replace
from datetime import date, datetime

import pytest

from accounts.models import User
from attention.models import ActionItem
from core.errors import Stale
from pairings.actions import change_program
from pairings.models import Pairing
from programs.actions import ProgramFacts
from programs.models import Program
from programs.rules import ProgramKind

FACTS = ProgramFacts(
    name="Autumn 2026",
    starts_on=date(2026, 9, 1),
    ends_on=date(2027, 2, 28),
    topics=("AI at work", "Careers"),
)


def change(program: Program, facts: ProgramFacts, by: User, now: datetime) -> Program:
    return change_program(program=program, by=by, facts=facts, revision=0, now=now)


def test_a_later_end_moves_the_pairs(
    pair: Pairing, program: Program, hr_admin: User, now: datetime
) -> None:
    change(program, replace(FACTS, ends_on=date(2027, 3, 31)), hr_admin, now)
    before = pair.revision
    pair.refresh_from_db()
    assert (pair.ends_on, pair.revision) == (date(2027, 3, 31), before + 1)


def test_an_end_that_a_pair_agreed_stays(
    pair: Pairing, program: Program, hr_admin: User, now: datetime
) -> None:
    Pairing.objects.update(ends_on=date(2027, 1, 15))
    change(program, replace(FACTS, ends_on=date(2027, 3, 31)), hr_admin, now)
    pair.refresh_from_db()
    assert pair.ends_on == date(2027, 1, 15)


def test_pairs_of_an_always_on_program_keep_their_end(
    pair: Pairing, program: Program, hr_admin: User, now: datetime
) -> None:
    Program.objects.update(kind=ProgramKind.ALWAYS_ON)
    facts = replace(FACTS, kind=ProgramKind.ALWAYS_ON, ends_on=date(2028, 1, 1))
    change(program, facts, hr_admin, now)
    pair.refresh_from_db()
    assert pair.ends_on == date(2027, 2, 28)


def test_other_changes_leave_the_pairs_alone(
    pair: Pairing, program: Program, hr_admin: User, now: datetime
) -> None:
    change(program, replace(FACTS, purpose="To learn"), hr_admin, now)
    before = pair.revision
    pair.refresh_from_db()
    assert pair.revision == before


def test_a_wider_gap_names_the_pairs_it_makes_invalid(
    pair: Pairing, program: Program, hr_admin: User, now: datetime
) -> None:
    change(program, replace(FACTS, min_level_gap=5), hr_admin, now)
    assert ActionItem.objects.open().get().facts == {"rules": ["level_gap"]}


def test_a_stale_change_moves_nothing(
    pair: Pairing, program: Program, hr_admin: User, now: datetime
) -> None:
    change(program, replace(FACTS, purpose="First"), hr_admin, now)
    with pytest.raises(Stale):
        change(program, replace(FACTS, ends_on=date(2027, 3, 31)), hr_admin, now)
    pair.refresh_from_db()
    assert pair.ends_on == date(2027, 2, 28)
