from datetime import date, datetime

import pytest

from accounts.models import User
from contracts.models import HouseRules
from core.errors import Forbidden, Refusal
from lifecycle.actions import create_program_with_rules
from programs.actions import ProgramFacts
from programs.models import Program

FACTS = ProgramFacts(name="Spring 2027", starts_on=date(2027, 3, 1), ends_on=date(2027, 8, 31))


def test_a_program_comes_with_its_rules(hr_admin: User, now: datetime) -> None:
    program = create_program_with_rules(facts=FACTS, house_rules="Be kind.", by=hr_admin, now=now)
    rules = HouseRules.objects.get(program=program)
    assert (rules.number, rules.text.strip(), rules.published_by) == (1, "Be kind.", hr_admin)


def test_without_valid_rules_there_is_no_program(hr_admin: User, now: datetime) -> None:
    with pytest.raises(Refusal):
        create_program_with_rules(facts=FACTS, house_rules="  ", by=hr_admin, now=now)
    assert not Program.objects.exists()


def test_only_hr_creates_one(stranger: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        create_program_with_rules(facts=FACTS, house_rules="Be kind.", by=stranger, now=now)
