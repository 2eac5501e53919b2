"""A program is created together with its house rules, or not at all."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts.actions import publish_house_rules
from programs.actions import ProgramFacts, create_program
from programs.models import Program


@transaction.atomic
def create_program_with_rules(
    *, facts: ProgramFacts, house_rules: str, by: User, now: datetime
) -> Program:
    """Create a draft program and publish its first house rules; refusals are those of the two."""
    program = create_program(by=by, facts=facts, now=now)
    publish_house_rules(program=program, text=house_rules, by=by, now=now)
    return program
