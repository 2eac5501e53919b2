from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from pairings.models import Pairing, Pause
from pairings.rules import PairState
from programs.models import Program
from tests.dashboard.stage import (
    IN_SEPTEMBER,
    LAST_WEEK,
    make_couple,
    raise_late,
    refresh,
    text_of,
)

SignIn = Callable[[User], Client]
HEALTH = "/hr/"


def test_the_first_sentence_says_how_many_keep_their_rhythm(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    make_couple(program, "Lena Wolf", "Paulo Reis", LAST_WEEK)
    refresh(now)
    page = text_of(desk.get(HEALTH))
    assert "2 of 3 pairs are keeping their rhythm." in page
    assert "1 pair has gone quiet." in page
    assert "Autumn 2026, week 12 of 26" in page


def test_stepping_in_leads_to_exactly_the_late_pairs(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    address = f"{reverse('dashboard:list-pairs')}?status=late"
    assert f'href="{address}"' in desk.get(HEALTH).content.decode()
    page = text_of(desk.get(address))
    assert "Amara O. mentors Ingrid S." in page
    assert "Kofi" not in page


def test_when_nobody_is_late_the_next_date_to_watch_is_named(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    page = text_of(desk.get(HEALTH))
    assert "1 pair is keeping its rhythm." in page
    # Due on Friday 18 December, late from the day after.
    assert "Nobody is late. The next date to watch is 19 Dec." in page
    assert "Step in" not in page


def test_a_break_is_neither_kept_nor_late(desk: Client, program: Program, now: datetime) -> None:
    pair = make_couple(
        program,
        "Zoe Diaz",
        "Carl Jung",
        IN_SEPTEMBER,
        state=PairState.PAUSED,
        paused_until=date(2027, 1, 4),
        state_before_pause=PairState.ACTIVE,
    )
    Pause.objects.create(pairing=pair, starts_on=date(2026, 10, 5), ends_on=date(2027, 1, 3))
    refresh(now)
    page = text_of(desk.get(HEALTH))
    assert "1 pair is taking a break." in page
    assert "Paused to 4 Jan" in page
    # From the week of 5 October to this one.
    assert desk.get(HEALTH).content.decode().count("cell-paused") == 8 + 1


def test_four_facts(desk: Client, program: Program, now: datetime) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", date(2026, 10, 16), LAST_WEEK)
    make_couple(program, "Lena Wolf", "Paulo Reis", date(2026, 11, 13))
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    refresh(now)
    page = text_of(desk.get(HEALTH))
    # Two were held in November, and one pair is due that has not met.
    assert "Meetings this month 2 of 3 expected" in page
    assert "Days since last meeting 10 median" in page
    assert "Agreements in force 0 of 3" in page
    assert "Keeping rhythm 66% of 3 under way" in page


def test_the_heat_map_shows_the_riskiest_pair_first_in_words_too(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    refresh(now)
    response = desk.get(HEALTH)
    page = text_of(response)
    assert page.index("Amara O. mentors Ingrid S.") < page.index("Kofi B. mentors Mark T.")
    assert "40 days late" in page
    # Two met once each, in the key once more; October and November were missed.
    body = response.content.decode()
    assert body.count("cell cell-met") == 2 + 1
    assert body.count('<span class="visually-hidden">Met</span>') == 2


def test_the_queue_names_who_needs_a_person_and_one_act(
    desk: Client, program: Program, now: datetime
) -> None:
    pair = make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    raise_late(pair, now)
    refresh(now)
    response = desk.get(HEALTH)
    assert "Amara and Ingrid Ten days past the due date, nothing planned." in text_of(response)
    address = reverse("dashboard:show-pair", args=[pair.uid])
    assert f'href="{address}">Step in' in response.content.decode()


def test_the_address_narrows_everything(desk: Client, program: Program, now: datetime) -> None:
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    other = make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    User.objects.filter(pk=other.mentor_id).update(department="Legal & Co")
    refresh(now)
    page = text_of(desk.get(HEALTH, {"department": "Legal & Co"}))
    assert "1 pair is keeping its rhythm." in page
    assert "Amara" not in page


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"program": "x"}, "Program: Select a valid choice"),
        ({"band": "purple"}, "Health: Select a valid choice"),
        ({"page": "0"}, "no filter called page"),
        ({"department": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_what_the_page_does_not_know_is_said_and_left_out(
    desk: Client, program: Program, now: datetime, query: dict[str, str], complaint: str
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    response = desk.get(HEALTH, query)
    assert response.status_code == 200
    assert complaint in text_of(response)
    assert "1 pair is keeping its rhythm." in text_of(response)


def test_before_the_first_pair_the_page_says_what_to_do(desk: Client, program: Program) -> None:
    page = text_of(desk.get(HEALTH))
    # A program is there, and its enrollment was opened.
    assert "2 of 9 steps to the first pair" in page
    assert "Put pairs together" in page
    assert "keeping" not in page


def test_a_new_company_starts_with_its_people(hr_admin: User, sign_in: SignIn) -> None:
    response = sign_in(hr_admin).get(HEALTH)
    assert "Bring your people in" in text_of(response)
    assert reverse("directory:upload-people") in response.content.decode()
    assert reverse("dashboard:create-program") in response.content.decode()


def test_a_pair_of_ones_own_line_is_not_there(
    desk: Client, coordinator: User, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    hidden = make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    raise_late(hidden, now)
    User.objects.filter(pk=coordinator.pk).update(manager=hidden.mentee)
    refresh(now)
    page = text_of(desk.get(HEALTH))
    assert "1 pair is keeping its rhythm." in page
    assert "Amara" not in page
    assert "Needs a person 0" in page


@pytest.mark.parametrize("name", ["show-health", "list-pairs", "list-needs", "list-people"])
def test_for_others_the_pages_do_not_exist(
    name: str, pair: Pairing, stranger: User, sign_in: SignIn
) -> None:
    address = reverse(f"dashboard:{name}")
    for person in (stranger, pair.mentor, pair.mentee):
        response = sign_in(person).get(address)
        assert response.status_code == 404
        assert "Priya Nair" not in text_of(response).replace(person.display_name, "")


def test_a_coordinator_of_another_program_sees_nothing_of_this_one(
    pair: Pairing, other_coordinator: User, sign_in: SignIn, now: datetime
) -> None:
    refresh(now)
    page = text_of(sign_in(other_coordinator).get(HEALTH))
    assert "Priya" not in page
    assert "steps to the first pair" in page


@pytest.mark.parametrize("name", ["show-health", "list-pairs", "list-needs"])
def test_three_pairs_cost_as_many_queries_as_one(
    name: str, desk: Client, program: Program, now: datetime
) -> None:
    counts = []
    for number in (1, 2):
        for at in range(number):
            pair = make_couple(
                program, f"Ada{number}{at} Bell", f"Vera{number}{at} Holt", LAST_WEEK
            )
            raise_late(pair, now - timedelta(days=at))
        refresh(now)
        with CaptureQueriesContext(connection) as queries:
            assert f"Ada{number}0" in desk.get(reverse(f"dashboard:{name}")).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= {"show-health": 12, "list-pairs": 10, "list-needs": 10}[name]
