"""Whom a participant could ask: who fits by every rule, in an order with reasons."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from pairings.models import Pairing
from pairings.queries import suggestions_for
from pairings.rules import PairState, takes_requests
from programs.models import Enrollment, NeverMatch, Program, Topic
from programs.rules import EnrollmentState, ProgramState, Role
from tests.builders import make_enrollment, make_pair, make_person

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def names(place: Enrollment, now: datetime) -> list[str]:
    return [each.place.user.display_name for each in suggestions_for(place, now=now)]


def senior(program: Program, name: str, **fields: object) -> Enrollment:
    return make_enrollment(program, make_person(name, **({"level": 6} | fields)), Role.MENTEE)


def test_somebody_who_fits_is_suggested(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    assert names(mentor_place, now) == ["Tom Hughes"]
    assert names(mentee_place, now) == ["Priya Nair"]


@pytest.mark.parametrize(
    "change",
    [
        lambda place: User.objects.filter(pk=place.user_id).update(level=3),
        lambda place: User.objects.filter(pk=place.user_id).update(languages=["pt"]),
        lambda place: User.objects.filter(pk=place.user_id).update(is_active=False),
        lambda place: Enrollment.objects.filter(pk=place.pk).update(is_available=False),
        lambda place: Enrollment.objects.filter(pk=place.pk).update(state=EnrollmentState.APPLIED),
        lambda place: Enrollment.objects.filter(pk=place.pk).update(role=Role.MENTOR),
        lambda place: make_pair(program=place.program, mentee=place.user),
    ],
)
def test_who_cannot_be_a_partner_is_not(
    change: Callable[[Enrollment], object],
    asking: Program,
    mentor_place: Enrollment,
    mentee_place: Enrollment,
    now: datetime,
) -> None:
    change(mentee_place)
    assert "Tom Hughes" not in names(mentor_place, now)


def test_the_line_is_left_out(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    User.objects.filter(pk=mentor_place.user_id).update(manager=mentee_place.user)
    mentor_place.refresh_from_db()
    assert names(mentor_place, now) == []


def test_who_is_kept_apart_is_left_out_without_a_word(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    low, high = sorted((mentor_place.user, mentee_place.user), key=lambda user: user.pk)
    NeverMatch.objects.create(program=asking, first=low, second=high)
    assert names(mentor_place, now) == []


@pytest.mark.parametrize("state", [PairState.DECLINED, PairState.EXPIRED, PairState.WITHDRAWN])
@pytest.mark.parametrize(("days", "is_back"), [(29, False), (31, True)])
def test_who_said_no_is_left_in_peace_for_thirty_days_however_it_ended(
    state: PairState, days: int, *, is_back: bool, asking: Program, now: datetime
) -> None:
    pair = make_pair(program=asking, state=state, ended_at=now - days * DAY)
    expected = [pair.mentee.display_name] if is_back else []
    assert names(pair.mentor_enrollment, now) == expected


def test_a_quiet_pair_that_was_taken_back_is_never_noticed(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, now: datetime
) -> None:
    pair = make_pair(
        program=asking, mentor=mentor_place.user, mentee=mentee_place.user, state=PairState.PROPOSED
    )
    Pairing.objects.filter(pk=pair.pk).update(
        state=PairState.WITHDRAWN, is_quiet=True, ended_at=now
    )
    assert names(mentor_place, now) == ["Tom Hughes"]


def test_five_at_most_and_the_best_first(
    asking: Program, mentor_place: Enrollment, now: datetime
) -> None:
    topic = Topic.objects.filter(program=asking)[0]
    mentor_place.topics.add(topic)
    for number in range(6):
        senior(asking, f"Senior {number}")
    senior(asking, "Tess Topic").topics.add(topic)
    found = names(mentor_place, now)
    assert (len(found), found[0]) == (5, "Tess Topic")


def test_the_reasons_are_said_in_words(
    asking: Program, mentor_place: Enrollment, now: datetime
) -> None:
    topic = Topic.objects.filter(program=asking).order_by("name")[0]
    tom = senior(asking, "Tom", department="Operations", location="Pune", time_zone="Asia/Kolkata")
    for place in (mentor_place, tom):
        place.topics.add(topic)
    User.objects.filter(pk=mentor_place.user_id).update(location="Berlin")
    mentor_place.refresh_from_db()
    assert suggestions_for(mentor_place, now=now)[0].reasons == [
        f"You both chose: {topic.name}",
        "Another department: Operations",
        "Another place: Pune",
        "3 working hours a day in common",
    ]


def test_boundaries_and_hopes_are_not_on_the_page(
    asking: Program, mentor_place: Enrollment, mentee_place: Enrollment, client: Client
) -> None:
    Enrollment.objects.update(boundaries="xx-boundary", hope="xx-hope")
    client.force_login(mentor_place.user)
    page = client.get(reverse("pairings:list-suggestions", args=[asking.uid])).content.decode()
    assert "Tom Hughes" in page
    assert "xx-" not in page


def test_two_hundred_people_cost_what_three_cost(
    asking: Program, mentor_place: Enrollment, now: datetime
) -> None:
    costs = []
    for number in (3, 60):
        for serial in range(number):
            senior(asking, f"S {number} {serial}", email=f"s{number}.{serial}@example.com")
        with CaptureQueriesContext(connection) as captured:
            suggestions_for(Enrollment.objects.get(pk=mentor_place.pk), now=now)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize(
    ("state", "allows", "is_quiet", "expected"),
    [
        (ProgramState.RUNNING, True, False, True),
        (ProgramState.RUNNING, False, False, False),
        (ProgramState.RUNNING, True, True, False),
        (ProgramState.CLOSING, True, False, False),
        (ProgramState.DRAFT, True, False, False),
    ],
)
def test_when_a_program_takes_requests(
    state: str, *, allows: bool, is_quiet: bool, expected: bool
) -> None:
    assert takes_requests(state, allows_requests=allows, is_quiet=is_quiet) is expected


SAID = [
    ({"allows_requests": False}, {}, "The program team finds your partner"),
    ({}, {"is_available": False}, "You take no new partner now"),
    ({}, {}, "Nobody fits right now"),
]


@pytest.mark.parametrize(("of_program", "of_place", "words"), SAID)
def test_the_page_says_why_nobody_is_asked(
    of_program: dict[str, bool],
    of_place: dict[str, bool],
    words: str,
    asking: Program,
    mentor_place: Enrollment,
    client: Client,
) -> None:
    Program.objects.filter(pk=asking.pk).update(**of_program)
    Enrollment.objects.filter(pk=mentor_place.pk).update(**of_place)
    client.force_login(mentor_place.user)
    page = client.get(reverse("pairings:list-suggestions", args=[asking.uid]))
    assert words in page.content.decode()


def test_before_an_announcement_the_page_names_the_day(
    asking: Program, mentor_place: Enrollment, client: Client, now: datetime
) -> None:
    Program.objects.filter(pk=asking.pk).update(announce_at=now + 9 * DAY)
    client.force_login(mentor_place.user)
    page = client.get(reverse("pairings:list-suggestions", args=[asking.uid])).content.decode()
    assert "Wednesday 2 December" in page
    place = client.get(reverse("pairings:show-place", args=[asking.uid])).content.decode()
    assert reverse("pairings:list-suggestions", args=[asking.uid]) not in place


def test_the_place_leads_there(asking: Program, mentor_place: Enrollment, client: Client) -> None:
    client.force_login(mentor_place.user)
    place = client.get(reverse("pairings:show-place", args=[asking.uid])).content.decode()
    assert reverse("pairings:list-suggestions", args=[asking.uid]) in place
