from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from dashboard.queries import people as people_queries
from pairings.models import Pairing
from programs.models import Enrollment
from tests import builders
from tests.dashboard.stage import main_of, refresh

SignIn = Callable[[User], Client]
PEOPLE = "/hr/people/"


def page_of(person: User) -> str:
    return reverse("dashboard:show-person", args=[person.uid])


def test_a_coordinator_sees_the_people_of_their_programs_alone(
    desk: Client, pair: Pairing, stranger: User
) -> None:
    page = main_of(desk.get(PEOPLE))
    assert "Priya Nair" in page
    assert "Sol Stranger" not in page
    assert desk.get(page_of(stranger)).status_code == 404


def test_an_hr_admin_sees_everybody(
    hr_admin: User, pair: Pairing, stranger: User, sign_in: SignIn
) -> None:
    page = main_of(sign_in(hr_admin).get(PEOPLE))
    assert "Priya Nair" in page
    assert "Sol Stranger" in page


@pytest.mark.parametrize("words", ["nair", "PRIYA", "product", "priya product"])
def test_people_are_found_by_parts_of_name_and_department(
    desk: Client, pair: Pairing, words: str
) -> None:
    page = main_of(desk.get(PEOPLE, {"q": words}))
    assert "Priya Nair" in page
    assert "Tom Hughes" not in page


@pytest.mark.parametrize("query", [{"q": "a\x00b"}, {"q": "a" * 200}, {"after": "abc"}])
def test_a_bad_search_is_said(desk: Client, pair: Pairing, query: dict[str, str]) -> None:
    page = main_of(desk.get(PEOPLE, query))
    assert "It is left out." in page
    assert "Priya Nair" in page


def test_nobody_found(desk: Client, pair: Pairing) -> None:
    page = main_of(desk.get(PEOPLE, {"q": "' OR 1=1 --"}))
    assert "Nobody found" in page


def test_pages_of_people_meet(
    hr_admin: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_queries, "PEOPLE_SHOWN", 2)
    for at in range(3):
        builders.make_person(f"Ann {at}")
        builders.make_person("Bob Same")
    seen, after = [], ""
    while True:
        page = people_queries.people_page(
            hr_admin, after=User.objects.get(uid=after).uid if after else None
        )
        seen += [person.pk for person in page.people]
        if page.after is None:
            break
        after = str(page.after)
    ordered = User.objects.order_by("display_name", "pk").values_list("pk", flat=True)
    assert seen == list(ordered)
    first = sign_in(hr_admin).get(PEOPLE).content.decode()
    assert 'rel="next"' in first


def test_a_person_is_shown_with_work_places_and_pairs(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    Enrollment.objects.filter(user=pair.mentor).update(boundaries="canary-boundary")
    refresh(now)
    response = desk.get(page_of(pair.mentor))
    page = main_of(response)
    assert "Priya N. mentors Tom H." in page
    assert "Autumn 2026 Mentor, Enrolled" in page
    assert pair.mentor.email in page
    assert "canary" not in response.content.decode()


def test_a_pair_of_ones_own_line_is_not_on_the_persons_page(
    desk: Client, coordinator: User, pair: Pairing
) -> None:
    User.objects.filter(pk=coordinator.pk).update(manager=pair.mentee)
    page = main_of(desk.get(page_of(pair.mentor)))
    assert "No pair that you look after." in page
    assert "Tom" not in page


def test_the_line_of_a_person_is_not_shown_to_strangers(
    pair: Pairing, stranger: User, sign_in: SignIn
) -> None:
    for person in (stranger, pair.mentee):
        response = sign_in(person).get(page_of(pair.mentor))
        assert response.status_code == 404
        assert pair.mentor.email not in response.content.decode()


def test_three_people_cost_as_many_queries_as_one(hr_admin: User, sign_in: SignIn) -> None:
    client, counts = sign_in(hr_admin), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert "Hana Reyes" in main_of(client.get(PEOPLE))
        counts.append(len(queries))
        builders.make_person("Ann A")
        builders.make_person("Bob B")
    assert counts[0] == counts[1] <= 10
