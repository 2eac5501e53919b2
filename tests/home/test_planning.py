"""Whose dates an assistant keeps: their home, with dates alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.actions import end_delegation
from accounts.models import Delegation, User
from core import clock
from meetings.actions import NoteDraft, PlanDraft, log_meeting, plan_meeting, write_note
from meetings.models import HELD, Meeting
from pairings.models import Pairing
from tests import builders
from tests.home.pages import queries_of

SignIn = Callable[[User], Client]
DAY = timedelta(days=1)
PLANNING = "/planning/"
# Session, person; own pairs; for whom they plan, their line, the pairs; dates; facts of the pairs.
QUERIES = 13


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def delegation(pair: Pairing) -> Delegation:
    return builders.make_delegation(pair.mentee)


@pytest.fixture
def page(delegation: Delegation, sign_in: SignIn) -> Callable[[], str]:
    """Return a function that opens home as the assistant."""
    client = sign_in(delegation.delegate)

    def _page() -> str:
        return client.get("/", follow=True).content.decode()

    return _page


def test_home_says_for_whom_they_plan_and_when_one_is_due(page: Callable[[], str]) -> None:
    found = page()
    assert "You plan for Tom" in found
    assert "A conversation was due on 15 September." in found


def test_the_next_date_stands_in_both_zones(
    page: Callable[[], str], pair: Pairing, now: datetime
) -> None:
    User.objects.filter(pk=pair.mentee_id).update(time_zone="Asia/Kolkata")
    pair.refresh_from_db()
    plan_meeting(pair, PlanDraft(now + DAY, 45), by=pair.mentor, now=now)
    found = page()
    assert "Tue 24 Nov, 15:00 to 15:45" in found
    assert "Priya: Tue 10:30 (Berlin)" in found


def test_a_passed_date_is_asked_about_and_answered_in_one_click(
    delegation: Delegation, pair: Pairing, sign_in: SignIn, now: datetime
) -> None:
    draft = PlanDraft(now - DAY, 45)
    meeting = plan_meeting(pair, draft, by=pair.mentee, now=now - 7 * DAY)
    client = sign_in(delegation.delegate)
    assert "Did Tom and Priya meet on Sunday 22 November?" in client.get(PLANNING).content.decode()
    address = f"/pairs/{pair.uid}/meetings/{meeting.uid}/met/"
    page = client.post(address, {"next": PLANNING}, follow=True).content.decode()
    assert "You plan for Tom" in page
    assert Meeting.objects.get().state == HELD


def test_it_holds_no_word_of_the_two(page: Callable[[], str], pair: Pairing, now: datetime) -> None:
    log_meeting(pair, by=pair.mentor, now=now)
    write_note(pair, NoteDraft("canary-shared", is_shared=True), by=pair.mentor, now=now)
    found = page()
    assert "canary" not in found
    for word in ("Agreement", "Notes", "rhythm", "Log a", "End our pair"):
        assert word not in found


def test_without_a_pair_there_is_nothing_to_plan(page: Callable[[], str], pair: Pairing) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state="ended")
    assert "nothing to plan for Tom now" in page()


def test_several_mentees_stand_below_each_other(
    page: Callable[[], str], delegation: Delegation
) -> None:
    other = builders.make_pair(mentee=builders.make_person("Ed Boss", level=7))
    builders.make_delegation(other.mentee, delegation.delegate)
    found = page()
    assert found.index("For Ed Boss") < found.index("For Tom Hughes")


def test_who_plans_for_nobody_finds_no_such_page(pair: Pairing, sign_in: SignIn) -> None:
    page = sign_in(pair.mentee).get(PLANNING)
    assert page.status_code == 404
    assert "Planning" not in page.content.decode()


def test_after_the_end_home_is_as_for_everyone(
    delegation: Delegation, pair: Pairing, sign_in: SignIn, now: datetime
) -> None:
    end_delegation(delegation=delegation, by=pair.mentee, now=now)
    page = sign_in(delegation.delegate).get("/").content.decode()
    assert "Hello Ana" in page
    assert "Planning" not in page


def test_an_assistant_with_a_pair_of_their_own_keeps_their_home(
    delegation: Delegation, sign_in: SignIn
) -> None:
    builders.make_pair(mentor=delegation.delegate)
    page = sign_in(delegation.delegate).get("/").content.decode()
    assert "You plan for" not in page
    assert f'href="{PLANNING}"' in page


def test_it_costs_the_same_with_one_and_with_three(
    delegation: Delegation, pair: Pairing, sign_in: SignIn, now: datetime
) -> None:
    client = sign_in(delegation.delegate)
    one = queries_of(client, PLANNING)
    for number in (1, 2):
        other = builders.make_pair(mentee=builders.make_person(f"Ed {number}", level=7))
        builders.make_delegation(other.mentee, delegation.delegate)
        plan_meeting(other, PlanDraft(now + DAY, 45), by=other.mentor, now=now)
    assert queries_of(client, PLANNING) == one == QUERIES
