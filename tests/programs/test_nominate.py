"""Somebody thinks of a colleague: nothing is sent before the program team says so."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import Forbidden, Refusal
from outbox.models import OutboxMessage
from programs.actions import decide_nomination, nominate_person
from programs.models import Enrollment, Nomination, Program
from programs.rules import EnrollmentState, Role
from tests.builders import make_enrollment, make_person
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]


@pytest.fixture
def url(place: Enrollment) -> str:
    return reverse("programs:nominate-person", args=[place.program.uid])


@pytest.fixture
def nomination(place: Enrollment, stranger: User, mentor: User, now: datetime) -> Nomination:
    """Priya thinks of Sol."""
    nominate(place.program, stranger, mentor, now)
    return Nomination.objects.get()


def nominate(program: Program, person: User, by: User, now: datetime) -> None:
    nominate_person(
        program=program, person=person, role=Role.MENTEE, why="Listens well", by=by, now=now
    )


def test_a_suggestion_waits_and_sends_nothing(nomination: Nomination, stranger: User) -> None:
    assert (nomination.person, nomination.why) == (stranger, "Listens well")
    assert not OutboxMessage.objects.exists()
    assert not Enrollment.objects.filter(user=stranger).exists()


def test_thought_of_twice_is_one_suggestion(
    nomination: Nomination, stranger: User, coordinator: User, now: datetime
) -> None:
    nominate(nomination.program, stranger, coordinator, now)
    assert Nomination.objects.count() == 1


def test_the_team_invites(
    nomination: Nomination, stranger: User, coordinator: User, now: datetime
) -> None:
    for _ in range(2):
        decide_nomination(nomination=nomination, is_invited=True, by=coordinator, now=now)
    place = Enrollment.objects.get(user=stranger)
    assert (place.state, place.role) == (EnrollmentState.INVITED, Role.MENTEE)
    assert OutboxMessage.objects.get().kind == "place_invited"


def test_or_sets_it_aside(
    nomination: Nomination, stranger: User, coordinator: User, now: datetime
) -> None:
    decide_nomination(nomination=nomination, is_invited=False, by=coordinator, now=now)
    decide_nomination(nomination=nomination, is_invited=True, by=coordinator, now=now)
    assert not Enrollment.objects.filter(user=stranger).exists()


@pytest.mark.parametrize("who", ["mentor", "stranger", "other_coordinator"])
def test_nobody_else_decides(
    who: str, nomination: Nomination, now: datetime, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        decide_nomination(nomination=nomination, is_invited=True, by=by, now=now)


def test_who_is_outside_suggests_nobody(
    program: Program, mentee: User, stranger: User, now: datetime
) -> None:
    with pytest.raises(Forbidden):
        nominate(program, mentee, stranger, now)


def test_nobody_suggests_themselves(place: Enrollment, mentor: User, now: datetime) -> None:
    with pytest.raises(Refusal, match="To join yourself"):
        nominate(place.program, mentor, mentor, now)


def test_ten_may_wait(place: Enrollment, mentor: User, now: datetime) -> None:
    for _ in range(10):
        nominate(place.program, make_person(), mentor, now)
    with pytest.raises(Refusal, match="Let it catch up"):
        nominate(place.program, make_person(), mentor, now)


def test_the_page_says_the_same_of_everybody(
    url: str, place: Enrollment, mentor: User, stranger: User, mentee: User, sign_in: SignIn
) -> None:
    make_enrollment(place.program, mentee, Role.MENTEE)
    client, said = sign_in(mentor), []
    for person in (stranger, mentee):
        data = {"email": person.email, "role": "mentee"}
        said.append(text_of(client.post(url, data, follow=True)))
    assert said[0] == said[1]
    assert Nomination.objects.get().person == stranger


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"email": "nobody@example.com"}, "Nobody here has this email"),
        ({"email": "x"}, "valid email"),
        ({"role": ""}, "This field is required"),
        ({"why": "x" * 281}, "at most 280 characters"),
    ],
)
def test_bad_answers_are_named_and_the_rest_is_kept(
    url: str, mentor: User, stranger: User, sign_in: SignIn, bad: dict[str, str], message: str
) -> None:
    data = {"email": stranger.email, "role": "mentee", "why": "Listens well"} | bad
    page = sign_in(mentor).post(url, data)
    assert message in text_of(page)
    assert data["why"] in page.content.decode()
    assert not Nomination.objects.exists()


def test_the_page_is_for_those_who_are_in(url: str, stranger: User, sign_in: SignIn) -> None:
    assert sign_in(stranger).get(url).status_code == 404


def test_the_place_leads_to_it(url: str, place: Enrollment, mentor: User, sign_in: SignIn) -> None:
    page = sign_in(mentor).get(reverse("pairings:show-place", args=[place.program.uid]))
    assert url in page.content.decode()
