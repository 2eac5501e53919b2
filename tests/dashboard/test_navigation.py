from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.requests import PersonRequest
from core.registry import NavItem
from dashboard.views.navigation import hr_navigation
from pairings.models import Pairing
from tests.dashboard.stage import raise_late

SignIn = Callable[[User], Client]


def items_for(user: User, path: str = "/hr/") -> list[NavItem]:
    request = RequestFactory().get(path)
    request.user = user
    return [item for group in hr_navigation(request) for item in group.items]


def test_who_runs_a_program_finds_their_pages_with_counts(
    coordinator: User, pair: Pairing, now: datetime
) -> None:
    raise_late(pair, now)
    found = [(str(item.label), item.count) for item in items_for(coordinator)]
    assert found == [
        ("Program health", None),
        ("Pairs", 1),
        ("Needs a person", 1),
        ("People", 2),
        ("Programs", None),
    ]


def test_counts_follow_what_the_person_may_see(
    hr_admin: User, other_coordinator: User, pair: Pairing, now: datetime
) -> None:
    raise_late(pair, now)
    everybody = User.objects.count()
    assert [item.count for item in items_for(hr_admin)] == [None, 1, 1, everybody, None]
    assert [item.count for item in items_for(other_coordinator)] == [None, 0, 0, 0, None]


def test_nobody_else_finds_anything(pair: Pairing, stranger: User) -> None:
    for person in (pair.mentor, pair.mentee, stranger):
        assert items_for(person) == []


def test_the_page_one_is_on_or_below_is_marked(coordinator: User, pair: Pairing) -> None:
    for path, label in (
        ("/hr/", "Program health"),
        ("/hr/pairs/", "Pairs"),
        (f"/hr/pairs/{pair.uid}/end/", "Pairs"),
        (f"/hr/programs/{pair.program.uid}/enrollments/", "Programs"),
    ):
        current = [str(item.label) for item in items_for(coordinator, path) if item.is_current]
        assert current == [label]


def test_counts_cost_one_query(coordinator: User, pair: Pairing) -> None:
    request = RequestFactory().get("/hr/")
    request.user = coordinator
    with CaptureQueriesContext(connection) as queries:
        list(hr_navigation(request))
    counting = [each for each in queries.captured_queries if "COUNT(" in each["sql"]]
    assert len(counting) == 1
    # Beside it: the programs, the person's line. A page that knows its programs saves the first.
    assert len(queries) == 3


def test_a_participant_pays_one_query(stranger: User) -> None:
    request = PersonRequest()
    request.user = stranger
    with CaptureQueriesContext(connection) as queries:
        assert list(hr_navigation(request)) == []
    assert len(queries) == 1
