"""The tasks between joining and the first meeting, and how many people fit."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from meetings.actions import LogDraft, log_meeting
from pairings.journey import Facts, Standing, Task, tasks_of
from pairings.models import Pairing
from pairings.queries.journey import count_fitting, journey_of
from pairings.rules import PairState
from programs.actions import add_never_match
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, Role
from tests.builders import make_enrollment, make_pair, make_person
from tests.programs.pages import text_of

SignIn = Callable[[User], Client]
S = EnrollmentState
DAY = timedelta(days=1)


def ready(state: str, pair_state: str = "", *, has_met: bool = False) -> Facts:
    """Return what is known of somebody who has said and read everything."""
    return Facts(
        state, has_wishes=True, has_read_rules=True, pair_state=pair_state, has_met=has_met
    )


@pytest.fixture(autouse=True)
def clock_stands(now: datetime) -> Iterator[None]:
    """Pages read the clock; it stands at `now`."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def seniors(program: Program) -> list[Enrollment]:
    """Three seniors have a place."""
    people = [make_person(f"Senior {number}", level=6) for number in range(3)]
    return [make_enrollment(program, each, Role.MENTEE) for each in people]


@pytest.fixture
def url(mentor_place: Enrollment) -> str:
    return reverse("pairings:show-place", args=[mentor_place.program.uid])


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        (Facts(S.APPLIED), Task.PROFILE),
        (Facts(S.APPROVED, has_wishes=True, has_read_rules=False), Task.RULES),
        (ready(S.APPLIED), Task.PLACE),
        (ready(S.WAIT_LISTED), Task.PLACE),
        (ready(S.APPROVED), Task.PARTNER),
        (ready(S.APPROVED, PairState.GETTING_STARTED), Task.AGREEMENT),
        (ready(S.APPROVED, PairState.ACTIVE), Task.MEETING),
        (ready(S.APPROVED, PairState.ACTIVE, has_met=True), None),
    ],
)
def test_the_first_open_task_is_next(facts: Facts, following: Task | None) -> None:
    found = [line.task for line in tasks_of(facts) if line.standing == Standing.NEXT]
    assert found == ([following] if following else [])


def test_without_house_rules_there_is_nothing_to_read() -> None:
    assert Task.RULES not in [line.task for line in tasks_of(Facts(S.APPLIED))]


def test_who_met_before_signing_signs_next() -> None:
    facts = ready(S.APPROVED, PairState.GETTING_STARTED, has_met=True)
    assert [(line.task, line.standing) for line in tasks_of(facts)][-2:] == [
        (Task.AGREEMENT, Standing.NEXT),
        (Task.MEETING, Standing.DONE),
    ]


def test_it_says_how_many_fit_and_when_pairs_are_announced(
    url: str, seniors: list[Enrollment], mentor: User, now: datetime, sign_in: SignIn
) -> None:
    Program.objects.update(announce_at=now + 9 * DAY)
    words = text_of(sign_in(mentor).get(url))
    assert "3 people fit you. Pairs are announced by 2 December" in words
    assert "Senior" not in words


def test_the_day_of_announcement_is_that_of_the_reader(
    url: str, mentor: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentor.pk).update(time_zone="Pacific/Auckland")
    Program.objects.update(announce_at=datetime.fromisoformat("2026-12-01T12:00+00:00"))
    assert "announced by 2 December" in text_of(sign_in(mentor).get(url))


def test_who_breaks_a_rule_does_not_fit(
    mentor_place: Enrollment, seniors: list[Enrollment], coordinator: User, now: datetime
) -> None:
    near, kept, _fits = (place.user for place in seniors)
    User.objects.filter(pk=near.pk).update(level=mentor_place.user.level)
    mine = mentor_place.user
    add_never_match(program=mentor_place.program, one=mine, other=kept, by=coordinator, now=now)
    assert count_fitting(mentor_place) == 1


def test_who_rests_or_has_a_pair_does_not_fit(
    mentor_place: Enrollment, seniors: list[Enrollment]
) -> None:
    resting, paired, _free = seniors
    Enrollment.objects.filter(pk=resting.pk).update(is_available=False)
    make_pair(program=mentor_place.program, mentee=paired.user)
    assert count_fitting(mentor_place) == 1


@pytest.mark.parametrize("is_quiet", [True, False])
def test_a_proposal_does_not_move_the_count(
    mentor_place: Enrollment,
    seniors: list[Enrollment],
    is_quiet: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    before = count_fitting(mentor_place)
    for mentor in (mentor_place.user, make_person(level=2)):
        make_pair(
            program=mentor_place.program,
            mentor=mentor,
            mentee=seniors[0].user,
            state=PairState.PROPOSED,
            is_quiet=is_quiet,
        )
    assert count_fitting(mentor_place) == before


def test_the_page_of_who_is_quietly_paired_is_the_same(
    url: str, mentor_place: Enrollment, seniors: list[Enrollment], mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    pages = [text_of(client.get(url)), text_of(client.get("/"))]
    make_pair(
        program=mentor_place.program,
        mentor=mentor,
        mentee=seniors[0].user,
        state=PairState.PROPOSED,
        is_quiet=True,
    )
    assert [text_of(client.get(url)), text_of(client.get("/"))] == pages


def test_any_number_of_people_costs_the_same(
    mentor_place: Enrollment, program: Program, seniors: list[Enrollment]
) -> None:
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            journey_of(mentor_place, pairs=(), has_question=False)
        counts.append(len(queries))
        for number in range(4):
            make_enrollment(program, make_person(f"More {number}", level=7), Role.MENTEE)
    assert counts[0] == counts[1] <= 9


def test_a_pair_is_followed_until_they_have_met(
    url: str, pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    words = text_of(client.get(url))
    assert "You mentor Tom Since 1 September" in words
    assert "By 15 September, within two weeks of the start" in words
    log_meeting(pair, LogDraft(), by=mentor, now=datetime.fromisoformat("2026-11-20T10:00+00:00"))
    assert "You have met First on 20 November" in text_of(client.get(url))


def test_resting_is_said(url: str, mentor: User, sign_in: SignIn) -> None:
    Enrollment.objects.update(is_available=False)
    client = sign_in(mentor)
    assert "people fit you" not in text_of(client.get(url))
    assert "You rest for now. Nobody is suggested" in text_of(client.get("/"))


def test_what_is_still_to_say_leads_to_the_page(
    url: str, mentor_place: Enrollment, mentor: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).get(url)
    assert "Say what you would like to talk about" in text_of(page)
    wishes = reverse("programs:edit-wishes", args=[mentor_place.program.uid])
    assert wishes in page.content.decode()
