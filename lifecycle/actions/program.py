"""Acts on a whole program that touch its texts and pairs: create, copy, close, put away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from contracts.actions import ask_sponsors, publish_house_rules
from contracts.queries import latest_house_rules
from core.errors import Refusal
from kit.actions import copy_letters
from lifecycle.emails import program_closed
from outbox.actions import enqueue_many
from pairings.actions.items import settle_searches_in
from pairings.models import Pairing
from programs.actions import ProgramFacts, add_staff, advance_program, create_program
from programs.actions.archive import set_archived
from programs.actions.duplicate import NewRun, duplicate_program
from programs.models import Program, ProgramStaff
from programs.queries import places_in
from programs.rules import PAIRING_STATES, ProgramAct, ProgramState, StaffRole


@transaction.atomic
def create_program_with_rules(
    *, facts: ProgramFacts, house_rules: str, by: User, now: datetime
) -> Program:
    """Create a draft program and publish its first house rules; refusals are those of the two."""
    program = create_program(by=by, facts=facts, now=now)
    publish_house_rules(program=program, text=house_rules, by=by, now=now)
    return program


@transaction.atomic
def duplicate_with_rules(*, program: Program, run: NewRun, by: User, now: datetime) -> Program:
    """Create a draft after a program, with its house rules as the first version, and its letters.

    Refusals: `not_hr` (403), `name_taken`, `dates`.
    """
    copy = duplicate_program(program=program, run=run, by=by, now=now)
    rules = latest_house_rules(program)
    if rules is not None:
        publish_house_rules(program=copy, text=rules.text, by=by, now=now)
    copy_letters(program=program, to=copy, now=now)
    return copy


@transaction.atomic
def put_on_staff(
    *, program: Program, user: User, role: str, by: User, now: datetime
) -> ProgramStaff:
    """Give a person a role; a sponsor is asked to sign the house rules, if nobody has yet.

    Refusals: `not_hr` (403), `not_here`, `archived`.
    """
    staff = add_staff(program=program, user=user, role=role, by=by, now=now)
    if role == StaffRole.SPONSOR:
        ask_sponsors(program=program, now=now)
    return staff


@transaction.atomic
def move_program(*, program: Program, act: str, by: User, now: datetime) -> Program:
    """Take one step in a program's life; when it closes, everybody with a place is told, once.

    From the beginning of its closing nobody is looked for a partner any more.
    """
    moved = advance_program(program=program, act=act, by=by, now=now)
    if moved.state not in PAIRING_STATES:
        settle_searches_in(moved, now=now)
    if act == ProgramAct.CLOSE and program.state != ProgramState.CLOSED:
        places = [place for place in places_in(moved).approved() if place.user.is_here]
        for place in places:
            place.program = moved
        enqueue_many([program_closed(place) for place in places], now=now)
    return moved


@transaction.atomic
def archive_program(*, program: Program, by: User, now: datetime) -> Program:
    """Put a closed program away; refuses (`still_meeting`) while pairs in it go on."""
    if Pairing.objects.live().filter(program=program).exists():
        text = _("Some pairs of this program still meet. Put it away when they have finished.")
        raise Refusal("still_meeting", text)
    return set_archived(program=program, is_archived=True, by=by, now=now)


def unarchive_program(*, program: Program, by: User, now: datetime) -> Program:
    """Bring a program back into the lists."""
    return set_archived(program=program, is_archived=False, by=by, now=now)
