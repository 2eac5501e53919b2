from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from pairings.actions import accept_pair
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_program
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]
S = EnrollmentState


@pytest.fixture(autouse=True)
def clock_stands(now: datetime) -> Iterator[None]:
    """Pages read the clock; it stands at `now`."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def url(mentor_place: Enrollment) -> str:
    return reverse("pairings:show-place", args=[mentor_place.program.uid])


@pytest.fixture
def switch(mentor_place: Enrollment) -> str:
    return reverse("pairings:set-availability", args=[mentor_place.program.uid])


@pytest.fixture
def way_out(mentor_place: Enrollment) -> str:
    return reverse("pairings:leave-program", args=[mentor_place.program.uid])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.APPLIED, "Thank you for applying"),
        (S.WAIT_LISTED, "You are on the wait list"),
        (S.APPROVED, "You have a place"),
        (S.DECLINED, "There is no place this time"),
        (S.WITHDRAWN, "You have left this program"),
        (S.INVITED, "You are invited"),
        (S.LEFT, "You have left the company"),
    ],
)
def test_a_place_says_where_it_stands(
    state: str, words: str, url: str, mentor: User, sign_in: SignIn
) -> None:
    Enrollment.objects.update(state=state)
    assert words in text_of(sign_in(mentor).get(url))


def test_an_open_proposal_is_the_question_of_the_moment(
    url: str, proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).get(url)
    assert "We would like to introduce somebody" in text_of(page)
    assert reverse("pairings:show-proposal", args=[proposal.uid]) in page.content.decode()


def test_a_pair_leads_home(
    url: str, half_accepted: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    accept_pair(pairing=half_accepted, by=mentor, now=now)
    assert "You have a partner" in text_of(sign_in(mentor).get(url))


def test_boundaries_are_shown_to_their_author_alone(
    url: str, mentor: User, mentee_place: Enrollment, coordinator: User, sign_in: SignIn
) -> None:
    Enrollment.objects.filter(user=mentor).update(boundaries="canary-2207")
    assert "canary-2207" in text_of(sign_in(mentor).get(url))
    for who in (mentee_place.user, coordinator):
        assert "canary-2207" not in text_of(sign_in(who).get(url))


def test_resting_is_one_click(
    switch: str, proposal: Pairing, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).post(switch, {"is_available": "no"}, follow=True)
    assert "You rest for now" in text_of(page)
    proposal.refresh_from_db()
    assert proposal.state == PairState.WITHDRAWN


def test_coming_back_is_one_click(
    switch: str, mentor_place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    Enrollment.objects.update(is_available=False)
    page = sign_in(mentor).post(switch, {"is_available": "yes"}, follow=True)
    assert "You take a new partner" in text_of(page)
    mentor_place.refresh_from_db()
    assert mentor_place.is_available


@pytest.mark.parametrize("answer", [{}, {"is_available": ""}, {"is_available": "maybe"}])
def test_a_broken_switch_changes_nothing(
    answer: dict[str, str], switch: str, mentor_place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    sign_in(mentor).post(switch, answer)
    mentor_place.refresh_from_db()
    assert mentor_place.is_available


def test_leaving_is_asked_once(
    way_out: str, mentor_place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    assert "You give up your place" in text_of(client.get(way_out))
    mentor_place.refresh_from_db()
    assert mentor_place.state == S.APPROVED
    client.post(way_out)
    mentor_place.refresh_from_db()
    assert mentor_place.state == S.WITHDRAWN


def test_who_is_in_a_pair_reads_what_comes_first(
    way_out: str, pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    assert "End the pair first, then leave" in text_of(client.get(way_out))
    answer = client.post(way_out)
    assert answer.status_code == 409
    assert "still a pair with Tom Hughes" in text_of(answer)


def test_a_stranger_finds_no_place(
    url: str, switch: str, way_out: str, stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(stranger)
    answers = [client.get(url), client.post(switch, {"is_available": "no"}), client.post(way_out)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Enrollment.objects.get().is_available


def test_a_coordinator_has_no_place_of_their_own(
    url: str, switch: str, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    assert client.get(url).status_code == 404
    assert client.post(switch, {"is_available": "no"}).status_code == 404
    assert Enrollment.objects.get().is_available


def test_who_has_no_place_is_led_to_the_form(stranger: User, sign_in: SignIn) -> None:
    program = make_program("Spring 2027", state=ProgramState.ENROLLING)
    url = reverse("pairings:show-place", args=[program.uid])
    page = sign_in(stranger).get(url)
    assert page.headers["Location"] == reverse("programs:join-program", args=[program.uid])


def test_the_page_costs_the_same_with_more_proposals(
    url: str, mentor_place: Enrollment, mentor: User, program: Program, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    counts = []
    for number in range(3):
        senior = make_enrollment(program, _senior(number), Role.MENTEE)
        _propose(mentor_place, senior)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 11


def _senior(number: int) -> User:
    return User.objects.create_user(f"senior{number}@example.com", display_name=f"Senior {number}")


def _propose(mentor_place: Enrollment, senior: Enrollment) -> None:
    Pairing.objects.create(
        program=mentor_place.program,
        mentor=mentor_place.user,
        mentee=senior.user,
        mentor_enrollment=mentor_place,
        mentee_enrollment=senior,
        state=PairState.PROPOSED,
        proposed_at=clock.now(),
        expires_at=clock.now(),
    )
