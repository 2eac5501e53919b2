"""A pair that is fixed quietly: its two people see and hear exactly what they did before."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from attention.models import ActionItem
from core import clock
from core.errors import Forbidden, Refusal
from lifecycle.actions import leave_company
from outbox.models import OutboxMessage
from pairings.actions import (
    accept_pair,
    change_availability,
    change_program,
    decline_pair,
    expire_proposals,
    leave_program,
    propose_pair,
    withdraw_pair,
)
from pairings.models import Pairing
from pairings.queries import open_proposals_of, proposals_waiting_for
from pairings.rules import PAIR_LIFE, PairState, fixes_quietly
from programs.forms import ProgramForm
from programs.models import Enrollment, Program
from programs.rules import ProgramKind, ProgramState

SECRET = re.compile(r'(csrfmiddlewaretoken" value=|nonce-)"?[\w-]+"?')


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.mark.parametrize(
    ("kind", "announce_at", "announced_at", "expected"),
    [
        (ProgramKind.COHORT, None, None, False),
        (ProgramKind.COHORT, 1, None, True),
        (ProgramKind.COHORT, 1, 1, False),
        (ProgramKind.ALWAYS_ON, 1, None, False),
    ],
)
def test_when_pairs_are_fixed_quietly(
    kind: str, announce_at: int | None, announced_at: int | None, *, expected: bool, now: datetime
) -> None:
    first, second = (now if at else None for at in (announce_at, announced_at))
    assert fixes_quietly(kind, first, second) is expected


def test_a_quiet_pair_is_proposed_and_nobody_is_told(quiet: Pairing) -> None:
    assert (quiet.state, quiet.is_quiet) == (PairState.PROPOSED, True)
    assert quiet.expires_at == quiet.program.announce_at
    assert not OutboxMessage.objects.exists()


def pages_of(client: Client, program: Program) -> list[str]:
    """Return what a participant can open, without what differs each time."""
    paths = [
        reverse("home:show-home"),
        reverse("programs:list-programs"),
        reverse("pairings:show-place", args=[program.uid]),
        reverse("pairings:leave-program", args=[program.uid]),
        reverse("pairings:list-suggestions", args=[program.uid]),
        reverse("programs:edit-wishes", args=[program.uid]),
        reverse("accounts:edit-profile"),
    ]
    return [SECRET.sub("", client.get(path).content.decode()) for path in paths]


@pytest.fixture(params=["mentor", "mentee"])
def one_of_them(
    request: pytest.FixtureRequest, mentor_place: Enrollment, mentee_place: Enrollment
) -> Enrollment:
    """The place of each of the two, one after the other."""
    return mentor_place if request.param == "mentor" else mentee_place


def test_the_pages_of_the_two_are_the_same_before_and_after(
    one_of_them: Enrollment, cohort: Program, coordinator: User, client: Client, now: datetime
) -> None:
    client.force_login(one_of_them.user)
    before = pages_of(client, cohort)
    by_role = {place.role: place for place in Enrollment.objects.all()}
    pair = propose_pair(mentor=by_role["mentor"], mentee=by_role["mentee"], by=coordinator, now=now)
    assert pages_of(client, cohort) == before
    withdraw_pair(pairing=pair, by=coordinator, now=now)
    assert pages_of(client, cohort) == before


ROUTES = [
    ("get", "pairings:show-proposal"),
    ("post", "pairings:accept-proposal"),
    ("post", "pairings:decline-proposal"),
    ("post", "pairings:withdraw-request"),
    ("get", "home:show-pair"),
    ("get", "contracts:show-agreement"),
    ("get", "meetings:list-meetings"),
    ("get", "lifecycle:pause-pair"),
]


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_for_the_two_it_does_not_exist(
    method: str, route: str, quiet: Pairing, mentor: User, mentee: User, client: Client
) -> None:
    for person in (mentor, mentee):
        client.force_login(person)
        answer = getattr(client, method)(reverse(route, args=[quiet.uid]))
        assert answer.status_code == 404


def test_for_who_runs_the_program_it_does(quiet: Pairing, coordinator: User, mentor: User) -> None:
    assert Pairing.objects.visible_to(coordinator).get() == quiet
    assert not Pairing.objects.visible_to(mentor).exists()
    assert not Pairing.objects.known_to(mentor).exists()


def test_no_question_waits_for_the_two(quiet: Pairing, mentor: User, now: datetime) -> None:
    assert proposals_waiting_for(mentor, now=now) == []
    assert not open_proposals_of(quiet.mentor_enrollment).exists()


@pytest.mark.parametrize("answer", [accept_pair, decline_pair])
def test_it_cannot_be_answered(
    answer: Callable[..., Pairing], quiet: Pairing, mentor: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        answer(pairing=quiet, by=mentor, now=now)
    quiet.refresh_from_db()
    assert quiet.state == PairState.PROPOSED


def test_it_never_expires(quiet: Pairing, now: datetime) -> None:
    assert expire_proposals(now=now + timedelta(days=200)) == 0


def test_it_keeps_the_place_of_both(
    quiet: Pairing, mentee_place: Enrollment, coordinator: User, now: datetime
) -> None:
    with pytest.raises(Refusal, match="already have a pair"):
        propose_pair(mentor=quiet.mentor_enrollment, mentee=mentee_place, by=coordinator, now=now)


def rest(quiet: Pairing, now: datetime) -> None:
    place = quiet.mentee_enrollment
    change_availability(enrollment=place, is_available=False, by=quiet.mentee, now=now)


def give_up(quiet: Pairing, now: datetime) -> None:
    leave_program(enrollment=quiet.mentee_enrollment, by=quiet.mentee, now=now)


def go(quiet: Pairing, now: datetime) -> None:
    leave_company(quiet.mentee, by=None, now=now)


@pytest.mark.parametrize("step_back", [rest, give_up, go])
def test_who_steps_back_ends_it_without_a_word_and_a_coordinator_learns(
    step_back: Callable[[Pairing, datetime], None], quiet: Pairing, now: datetime
) -> None:
    step_back(quiet, now)
    quiet.refresh_from_db()
    assert (quiet.state, quiet.is_quiet) == (PairState.WITHDRAWN, True)
    assert not OutboxMessage.objects.exists()
    item = ActionItem.objects.open().get()
    assert item.subject_uid == quiet.mentor_enrollment.uid


def test_a_coordinator_takes_it_back_without_a_word(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    withdraw_pair(pairing=quiet, by=coordinator, now=now)
    assert not OutboxMessage.objects.exists()


def test_a_program_that_closes_takes_it_back_without_a_word(quiet: Pairing, now: datetime) -> None:
    Program.objects.update(state=ProgramState.CLOSING)
    expire_proposals(now=now)
    quiet.refresh_from_db()
    assert quiet.state == PairState.WITHDRAWN
    assert not OutboxMessage.objects.exists()


def test_a_pair_that_becomes_invalid_is_said_to_the_coordinator_alone(
    quiet: Pairing, coordinator: User, hr_admin: User, now: datetime
) -> None:
    User.objects.filter(pk=quiet.mentor_id).update(level=6)
    change_program_to(quiet.program, hr_admin, now)
    assert ActionItem.objects.visible_to(coordinator).get().kind == "invalid_pair"
    assert not ActionItem.objects.visible_to(quiet.mentor).exists()


def change_program_to(program: Program, by: User, now: datetime, **said: object) -> Program:
    """Save the program through its form, with some other answers."""
    program.refresh_from_db()
    stored = ProgramForm(program=program)
    typed = {field.html_name: stored[field.name].value() for field in stored} | said
    form = ProgramForm({name: value for name, value in typed.items() if value}, program=program)
    assert form.is_valid(), form.errors
    return change_program(
        program=program, by=by, facts=form.facts(), revision=form.revision_seen(), now=now
    )


def test_a_new_date_moves_what_waits_for_it(
    quiet: Pairing, coordinator: User, now: datetime
) -> None:
    change_program_to(quiet.program, coordinator, now, announce_on="2026-12-18")
    quiet.refresh_from_db()
    quiet.program.refresh_from_db()
    assert quiet.expires_at == quiet.program.announce_at


def test_a_date_that_pairs_wait_for_stays(quiet: Pairing, coordinator: User, now: datetime) -> None:
    with pytest.raises(Refusal, match="Announce them, or take them back"):
        change_program_to(quiet.program, coordinator, now, announce_on="")
    quiet.program.refresh_from_db()
    assert quiet.program.announce_at is not None


def test_a_date_that_nobody_waits_for_can_go(
    cohort: Program, coordinator: User, now: datetime
) -> None:
    change_program_to(cohort, coordinator, now, announce_on="")
    cohort.refresh_from_db()
    assert cohort.announce_at is None


@pytest.mark.parametrize(
    "changed",
    [
        {"state": PairState.ACTIVE},
        {"mentor_accepted_at": "now"},
        {"is_request": True},
        {"state": PairState.DECLINED},
    ],
)
def test_the_database_keeps_a_quiet_pair_unasked(
    changed: dict[str, object], quiet: Pairing, now: datetime
) -> None:
    facts = {"started_at": now, "ends_on": now.date()} if "state" in changed else {}
    said = {name: now if value == "now" else value for name, value in changed.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=quiet.pk).update(**said, **facts)


def test_the_life_of_a_pair_lists_the_announcement() -> None:
    assert PAIR_LIFE.sources_of("announce") == (PairState.PROPOSED,)
