"""HR plans a kick-off, sees who comes, moves it and calls it off."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutboxMessage
from programs.actions import answer_kickoff
from programs.models import KickOff, Program
from programs.rules import Role
from tests import builders
from tests.dashboard.stage import main_of

TYPED = {
    "day": "2026-12-02",
    "time": "14:00",
    "minutes": "60",
    "place": "Room 4",
    "agenda": "Coffee first",
    "revision": "0",
}


def address(name: str, program: Program) -> str:
    return reverse(f"dashboard:{name}", args=[program.uid])


@pytest.fixture
def kickoff(desk: Client, program: Program, mentor: User, mentee: User) -> KickOff:
    """Planned through the page, with two guests."""
    builders.make_enrollment(program, mentor, Role.MENTOR)
    builders.make_enrollment(program, mentee, Role.MENTEE)
    desk.post(address("plan-kickoff", program), TYPED)
    return KickOff.objects.get()


def test_the_time_is_read_in_the_zone_of_the_program(kickoff: KickOff) -> None:
    assert kickoff.starts_at == datetime(2026, 12, 2, 13, tzinfo=UTC)
    assert OutboxMessage.objects.filter(kind="kickoff_invited").count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "2026-11-20", "Choose a time that is still to come."),
        ("day", "2027-03-09", "after the last day of the program"),
        ("day", "1900-01-01", "between 2000 and 2100"),
        ("day", "", "This field is required."),
        ("time", "25:00", "Enter a valid time."),
        ("minutes", "-5", "greater than or equal to 15"),
        ("minutes", "NaN", "Enter a whole number."),
        ("place", "", "This field is required."),
        ("place", "a\x00b", "Null characters are not allowed."),
        ("agenda", "x" * 2001, "at most 2000 characters"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_is_kept(
    field: str, typed: str, said: str, desk: Client, program: Program
) -> None:
    response = desk.post(address("plan-kickoff", program), TYPED | {field: typed})
    page = response.content.decode()
    assert said in main_of(response)
    assert "<title>Error:" in page
    assert "Room 4" in page or field == "place"
    assert not KickOff.objects.exists()


def test_the_page_says_who_comes(desk: Client, kickoff: KickOff, mentor: User) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    answer_kickoff(kickoff=kickoff, by=mentor, comes=True, now=now)
    page = main_of(desk.get(address("list-guests", kickoff.program)))
    assert "1 of 2 will be at the kick-off." in page
    assert "Priya Nair Product Will be there" in page
    assert "Tom Hughes Operations No answer yet" in page


def test_without_one_the_page_leads_to_planning(desk: Client, program: Program) -> None:
    response = desk.get(address("list-guests", program))
    assert response.headers["Location"] == address("plan-kickoff", program)


def test_two_windows_lose_nothing(desk: Client, kickoff: KickOff) -> None:
    path = address("plan-kickoff", kickoff.program)
    desk.post(path, TYPED | {"place": "Room 5"})
    response = desk.post(path, TYPED | {"place": "Room 6"})
    page = response.content.decode()
    assert "Room 5" in main_of(response)
    assert 'value="Room 6"' in page
    kickoff.refresh_from_db()
    assert kickoff.place == "Room 5"
    desk.post(path, TYPED | {"place": "Room 6", "revision": "1"})
    kickoff.refresh_from_db()
    assert kickoff.place == "Room 6"


def test_calling_it_off_asks_once(desk: Client, kickoff: KickOff) -> None:
    path = address("cancel-kickoff", kickoff.program)
    assert "Call the kick-off off?" in main_of(desk.get(path))
    kickoff.refresh_from_db()
    assert kickoff.cancelled_at is None
    assert "The kick-off is called off." in main_of(desk.post(path, follow=True))
    assert OutboxMessage.objects.filter(kind="kickoff_cancelled").count() == 2


def test_the_program_shows_it(desk: Client, kickoff: KickOff) -> None:
    page = main_of(desk.get(address("show-program", kickoff.program)))
    assert "Wednesday 2 December" in page
    assert "No answer yet 2" in page


def test_the_place_of_a_guest_leads_there(client: Client, kickoff: KickOff, mentor: User) -> None:
    client.force_login(mentor)
    page = client.get(reverse("pairings:show-place", args=[kickoff.program.uid])).content.decode()
    assert "Say whether you come" in page
    assert reverse("programs:show-kickoff", args=[kickoff.program.uid]) in page
