"""A small company in which every kind of person exists, and the targets each would try."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.actions import add_leave, name_delegate
from accounts.models import User
from attention.actions import raise_item
from contracts.actions import (
    add_comment,
    amend_agreement,
    offer,
    open_contract,
    publish_house_rules,
    save_own_part,
)
from contracts.models import Comment, Contract, Goal, SignedCopy
from contracts.rules.parts import GoalText
from core import clock
from core.tokens import make_token
from directory.actions import stage_import
from kit.actions import send_letter
from kit.rules import LetterKind
from meetings.actions import (
    ItemDraft,
    LogDraft,
    NoteDraft,
    PlanDraft,
    add_item,
    log_contact,
    log_meeting,
    plan_meeting,
    tick_item,
    write_note,
)
from pairings.models import Pairing
from pairings.rules import PairState
from programs.actions import (
    KickOffFacts,
    Wishes,
    add_blackout,
    add_never_match,
    add_staff,
    invite_people,
    nominate_person,
    plan_kickoff,
)
from programs.models import Invitation, Program
from programs.rules import Role, StaffRole
from pulse.actions import answer_fit, ask_both, draw_list
from pulse.actions.answer import FitAnswer
from pulse.models import TalkName
from pulse.rules import Fit
from tests import builders
from tests.contracts.agreements import current, sign_as

NOW = datetime(2026, 9, 10, 9, tzinfo=UTC)
# The order of the letters in the table.
ACTORS = (
    "anonymous",
    "deactivated",
    "stranger",
    "mentor",
    "mentee",
    "other",
    "former",
    "coordinator",
    "other_coordinator",
    "line_coordinator",
    "sponsor",
    "hr",
    "hr_partner",
    "delegate",
)


@dataclass
class World:
    """The cast by name, and for each actor the ids that stand in a route."""

    people: dict[str, User] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    targets: dict[str, dict[str, object]] = field(default_factory=dict)


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let what is made in the block stand for all tests of a module, each in its own savepoint."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(clock, "now", lambda: NOW)
        yield
        transaction.set_rollback(True)


def make_world() -> World:
    """Make everybody, one pair with a bit of everything, and what two actors have of their own."""
    world = World()
    program = builders.make_program()
    hr = builders.make_person("Hana Reyes", level=5, is_hr_admin=True)
    publish_house_rules(program=program, text="Be kind.", by=hr, now=NOW)
    pair = builders.make_pair(program=program)
    boss = builders.make_person("Bea Boss", level=7)
    pair.mentee.manager = boss
    pair.mentee.save()
    other, former = builders.make_pair(program=program), _former_pair(program)
    own = builders.make_pair(program=program, mentee=builders.make_person("Hal Own", level=7))
    own.mentee.is_hr_admin = True
    own.mentee.save()
    world.people = {
        "deactivated": builders.make_person("Dee Gone"),
        "stranger": builders.make_person("Sol Stranger"),
        "delegate": builders.make_person("Dora Delegate"),
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "other": other.mentor,
        "former": former.mentor,
        "coordinator": builders.make_coordinator(program, "Cora Lind"),
        "other_coordinator": builders.make_coordinator(builders.make_program("Other"), "Otto Berg"),
        "line_coordinator": boss,
        "sponsor": builders.make_person("Sid Sponsor", level=8),
        "hr": hr,
        "hr_partner": own.mentee,
    }
    staff = {boss: StaffRole.COORDINATOR, world.people["sponsor"]: StaffRole.SPONSOR}
    for person, role in staff.items():
        add_staff(program=program, user=person, role=role, by=hr, now=NOW)
    world.targets = {name: _targets(program, pair, hr) for name in ("pair",)}
    assistant = world.people["delegate"]
    delegation = name_delegate(person=pair.mentee, delegate=assistant, by=pair.mentee, now=NOW)
    world.targets["pair"]["delegation"] = delegation.uid
    world.targets["pair"] |= _before(program, pair.mentor, hr)
    world.targets |= {"former": _own(former), "hr_partner": _own(own)}
    _sign_everybody_in(world)
    return world


def _former_pair(program: Program) -> Pairing:
    return builders.make_pair(program=program, state=PairState.ENDED, ended_at=NOW)


def _targets(program: Program, pair: Pairing, hr: User) -> dict[str, object]:
    """Return an id for every name that a route may hold."""
    contract, goal = _agreed(pair)
    meeting = plan_meeting(pair, PlanDraft(NOW.replace(day=14), 45), by=pair.mentee, now=NOW)
    log_meeting(pair, LogDraft(), by=pair.mentor, now=NOW)
    note = write_note(pair, NoteDraft("shared words", is_shared=True), by=pair.mentor, now=NOW)
    contact = log_contact(pair, "call", by=pair.mentor, now=NOW)
    point = add_item(pair, ItemDraft("a point"), by=pair.mentor, now=NOW)
    tick_item(
        add_item(pair, ItemDraft("a point that is over"), by=pair.mentor, now=NOW),
        by=pair.mentee,
        now=NOW,
    )
    facts = KickOffFacts(NOW.replace(day=21), 60, "Room 1")
    plan_kickoff(program=program, facts=facts, by=hr, now=NOW)
    days = (NOW.date(), NOW.date())
    blackout = add_blackout(program=program, name="Fair", days=days, by=hr, now=NOW)
    one, two = builders.make_person(), builders.make_person()
    apart = add_never_match(program=program, one=one, other=two, by=hr, now=NOW)
    leave = add_leave(user=pair.mentor, by=pair.mentor, starts_on=days[0], ends_on=days[1], now=NOW)
    item = raise_item(
        program=program,
        kind="rhythm",
        subject_uid=pair.uid,
        people=[pair.mentor, pair.mentee],
        facts={"cause": "stalled"},
        now=NOW,
    )
    staged = stage_import(
        data=b"name,email\nAda,ada@example.com\n", file_name="a.csv", by=hr, now=NOW
    )
    sending = send_letter(
        program=program, kind=LetterKind.MENTEE_BRIEF, send_at=None, by=hr, now=NOW
    )
    ask_both(pair, number=1, now=NOW)
    wish = FitAnswer(Fit.DECIDING, may_contact=True)
    answer_fit(ask=pair.fit_asks.get(person=pair.mentor), by=pair.mentor, answer=wish, now=NOW)
    draw_list(program, period_at=NOW, now=NOW)
    token = make_token("nobody", person_id=0, subject_uid=uuid4(), nonce="n", now=NOW)
    return {
        "pair": pair.uid,
        "program": program.uid,
        "contract": contract.uid,
        "goal_uid": goal.uid,
        "version": contract.versions.latest("number").uid,
        "copied": _copied(contract),
        "comment": Comment.objects.get().uid,
        "house_rules": program.house_rules.latest("number").uid,
        "meeting_uid": meeting.uid,
        "contact_uid": contact.uid,
        "note_uid": note.uid,
        "item_uid": point.uid,
        "blackout": blackout.uid,
        "member": program.staff.latest("pk").uid,
        "place": pair.mentor_enrollment.uid,
        "apart": apart.uid,
        "letter": str(LetterKind.MENTEE_BRIEF),
        "sending": sending.uid,
        "leave": leave.uid,
        "item": item.uid,
        "person": pair.mentee.uid,
        "talk": TalkName.objects.get(person=pair.mentor).uid,
        "import": staged.uid,
        "token": token,
        "name": "0000000001-00000000000000000000000000000000",
    }


def _agreed(pair: Pairing) -> tuple[Contract, Goal]:
    """Let the two sign, and begin to change it: a text in force, and a draft beside it."""
    contract = open_contract(pairing=pair, now=NOW)
    version = current(contract)
    for role in Role:
        part = (GoalText({Role.MENTEE: "Learn to listen", Role.MENTOR: "See more"}[role]),)
        save_own_part(version=version, by=pair.person_in(role), part=part, seen=0, now=NOW)
    offered = offer(version=version, by=pair.mentor, now=NOW)
    for role in Role:
        sign_as(offered, pair.person_in(role), NOW)
    draft = amend_agreement(contract=contract, by=pair.mentor, now=NOW)
    add_comment(version=draft, by=pair.mentor, text="Shall we?", now=NOW)
    pair.refresh_from_db()
    return contract, offered.goals.get(owner=Role.MENTEE)


def _copied(contract: Contract) -> UUID:
    """Lay down the signed copy of the text in force, as the worker would."""
    version = contract.versions.earliest("number")
    SignedCopy.objects.create(version=version, content=b"%PDF-1.7", made_at=NOW)
    return version.uid


def _before(program: Program, by: User, hr: User) -> dict[str, object]:
    """Invite somebody, and let a mentor think of somebody else."""
    asked, thought_of = builders.make_person(), builders.make_person()
    wishes = Wishes(role=Role.MENTEE)
    invite_people(program=program, addresses=[asked.email], wishes=wishes, by=hr, now=NOW)
    role = Role.MENTEE
    nominate_person(program=program, person=thought_of, role=role, why="", by=by, now=NOW)
    invitation = Invitation.objects.get(enrollment__user=asked)
    return {"invitation": invitation.uid, "nomination": program.nominations.get().uid}


def _own(pair: Pairing) -> dict[str, object]:
    return {"pair": pair.uid, "contract": pair.uid, "program": pair.program.uid}


def _sign_everybody_in(world: World) -> None:
    for name in ACTORS:
        client = Client()
        if name != "anonymous":
            client.force_login(world.people[name])
        world.cookies[name] = client.cookies
    gone = world.people["deactivated"]
    gone.is_active = False
    gone.save()
