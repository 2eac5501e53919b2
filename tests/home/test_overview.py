"""What somebody sees at home who has no single pair: questions, several pairs, the way to one."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pairings.actions import accept_pair
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program, ProgramStaff
from programs.rules import EnrollmentState, Role, StaffRole
from tests import builders
from tests.home.pages import DAY, HOME, met, page_of, planned, question_of, words_of

SignIn = Callable[[User], Client]


@pytest.fixture
def proposal(program: Program, mentor: User, mentee: User, now: datetime) -> Pairing:
    """Priya and Tom are asked."""
    return builders.make_pair(
        program=program,
        mentor=mentor,
        mentee=mentee,
        state=PairState.PROPOSED,
        expires_at=now + 4 * DAY,
    )


def test_somebody_new_learns_who_is_who_and_how_to_join(stranger: User, sign_in: SignIn) -> None:
    page = sign_in(stranger).get(HOME)
    assert "the junior colleague is the mentor" in question_of(page)
    assert reverse("programs:list-programs") in page.content.decode()
    assert "The mentor is the junior" in words_of(page)


@pytest.mark.parametrize(
    ("state", "question"),
    [
        (EnrollmentState.APPLIED, "The program team looks at your request"),
        (EnrollmentState.WAIT_LISTED, "The program team looks at your request"),
        (EnrollmentState.APPROVED, "You are in. Next comes a partner"),
        (EnrollmentState.WITHDRAWN, "Learn across the levels"),
        (EnrollmentState.DECLINED, "Learn across the levels"),
    ],
)
def test_the_next_step_follows_the_place(
    program: Program, stranger: User, sign_in: SignIn, state: EnrollmentState, question: str
) -> None:
    builders.make_enrollment(program, stranger, Role.MENTOR, state=state)
    assert question in question_of(sign_in(stranger).get(HOME))


@pytest.mark.parametrize(
    ("side", "question"),
    [
        ("mentor", "Would you like to mentor Tom?"),
        ("mentee", "Would you like to learn from Priya?"),
    ],
)
def test_a_proposal_is_the_first_thing_seen(
    proposal: Pairing, sign_in: SignIn, request: pytest.FixtureRequest, side: str, question: str
) -> None:
    page = sign_in(request.getfixturevalue(side)).get(HOME)
    assert question in question_of(page)
    assert "Answer by Friday 27 November" in question_of(page)
    assert reverse("pairings:show-proposal", args=[proposal.uid]) in page.content.decode()


def test_a_proposal_comes_before_the_standing_pair(
    proposal: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    other = builders.make_pair(mentor=mentor, mentee=builders.make_person("Ada Ng", level=6))
    met(other, 10, now)
    page = sign_in(mentor).get(HOME)
    assert "Would you like to mentor Tom?" in question_of(page)
    assert "Priya mentors Ada" in words_of(page)
    assert page_of(other) in page.content.decode()


def test_who_said_yes_waits_without_learning_more(
    proposal: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    accept_pair(pairing=proposal, by=mentor, now=now)
    question = question_of(sign_in(mentor).get(HOME))
    assert "You said yes" in question
    assert "Tom" not in question


@pytest.mark.parametrize("state", [PairState.DECLINED, PairState.EXPIRED, PairState.WITHDRAWN])
def test_of_a_proposal_that_came_to_nothing_nothing_remains(
    proposal: Pairing, mentor: User, sign_in: SignIn, state: PairState
) -> None:
    Pairing.objects.filter(pk=proposal.pk).update(state=state)
    page = sign_in(mentor).get(HOME)
    assert "You are in. Next comes a partner" in question_of(page)
    assert "Tom" not in words_of(page)


def test_several_pairs_are_listed_with_their_status(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    other = builders.make_pair(mentor=mentor, mentee=builders.make_person("Ada Ng", level=6))
    met(pair, 1, now)
    words = words_of(sign_in(mentor).get(HOME))
    assert f"Priya mentors Tom {pair.program.name} On rhythm" in words
    assert f"Priya mentors Ada {other.program.name} 69 days late" in words


def test_each_of_several_pairs_has_its_page(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    other = builders.make_pair(mentor=mentor, mentee=builders.make_person("Ada Ng", level=6))
    client = sign_in(mentor)
    names = [words_of(client.get(page_of(each))) for each in (pair, other)]
    assert ["Priya mentors Tom" in names[0], "Priya mentors Ada" in names[1]] == [True, True]


def test_earlier_pairs_stay_within_reach(
    pair: Pairing, mentor: User, sign_in: SignIn, now: datetime
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ENDED, ended_at=now)
    page = sign_in(mentor).get(HOME)
    assert "Earlier pairs" in words_of(page)
    assert page_of(pair) in page.content.decode()


def test_a_coordinator_without_a_pair_starts_on_the_programs_health(
    coordinator: User, sign_in: SignIn
) -> None:
    assert sign_in(coordinator).get(HOME).headers["Location"] == reverse("dashboard:show-health")


def test_a_sponsor_without_a_place_starts_with_the_figures(
    program: Program, sign_in: SignIn
) -> None:
    sponsor = builders.make_person("Sid Sponsor", level=8)
    ProgramStaff.objects.create(program=program, user=sponsor, role=StaffRole.SPONSOR)
    assert sign_in(sponsor).get(HOME).headers["Location"] == reverse("dashboard:list-reports")


def test_an_hr_admin_with_a_pair_starts_with_the_pair(
    hr_admin: User, sign_in: SignIn, now: datetime
) -> None:
    own = builders.make_pair(mentor=builders.make_person("Ada Ng", level=2), mentee=hr_admin)
    planned(own, now - DAY)
    assert "Did you and Ada meet?" in question_of(sign_in(hr_admin).get(HOME))
