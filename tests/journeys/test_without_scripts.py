"""A pair and HR with scripts switched off: every act works, and twice is harmless."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from contracts.actions import publish_house_rules
from meetings.models import HELD, PLANNED, Meeting, Note
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from tests.access_world import NOW
from tests.builders import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[[User], Page]


def test_one_click_logs_today_and_another_takes_it_back(window: Window, pair: Pairing) -> None:
    page = window(pair.mentor)
    page.goto("/")
    page.get_by_role("button", name="We met today").click()
    expect(page.get_by_role("status")).to_contain_text("Logged for Thursday 10 September")
    assert held(pair) == 1
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    assert held(pair) == 0


def test_pressing_twice_logs_once(window: Window, pair: Pairing) -> None:
    page = window(pair.mentor)
    page.goto("/")
    page.get_by_role("button", name="We met today").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Logged")
    assert held(pair) == 1


def test_an_old_tab_and_the_way_back_log_once(window: Window, pair: Pairing) -> None:
    page = window(pair.mentor)
    old_tab = page.context.new_page()
    for tab in (page, old_tab):
        tab.goto("/")
    for tab in (page, old_tab):
        tab.get_by_role("button", name="We met today").click()
        expect(tab.get_by_role("status")).to_contain_text("Logged")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="We met today")).to_have_count(0)
    assert held(pair) == 1


def test_both_log_the_same_conversation(window: Window, pair: Pairing) -> None:
    for person in (pair.mentor, pair.mentee):
        page = window(person)
        page.goto(f"/pairs/{pair.uid}/meetings/")
        page.get_by_role("button", name="Yes, log it").click()
        expect(page.get_by_role("status")).to_contain_text("Logged")
    expect(page.get_by_role("status")).to_contain_text("it is one conversation")
    assert held(pair) == 1


def test_a_date_is_planned_and_moved(window: Window, pair: Pairing) -> None:
    page = window(pair.mentee)
    page.goto(f"/pairs/{pair.uid}/meetings/plan/")
    page.get_by_text("Another time").click()
    page.get_by_label("Day").fill("2026-09-15")
    page.get_by_role("textbox", name="Time").fill("14:30")
    page.get_by_role("button", name="Set the date").click()
    expect(page.get_by_role("status")).to_contain_text("The date is set.")
    page.get_by_role("link", name="Move", exact=False).first.click()
    page.get_by_label("Day").fill("2026-09-16")
    page.get_by_role("button", name="Set the new date").click()
    expect(page.get_by_role("status")).to_contain_text("The new date is set.")
    planned = Meeting.objects.get(pairing=pair, state=PLANNED)
    assert planned.starts_at.isoformat() == "2026-09-16T12:30:00+00:00"


def test_a_day_that_is_over_is_refused_beside_the_field(window: Window, pair: Pairing) -> None:
    page = window(pair.mentee)
    page.goto(f"/pairs/{pair.uid}/meetings/plan/")
    page.get_by_text("Another time").click()
    page.get_by_label("Day").fill("2026-09-09")
    page.get_by_role("textbox", name="Time").fill("14:30")
    page.get_by_role("button", name="Set the date").click()
    expect(page.get_by_text("That day is over.").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Time")).to_have_value("14:30")
    assert not Meeting.objects.filter(pairing=pair).exists()


def test_a_private_note_stays_with_who_wrote_it(window: Window, pair: Pairing) -> None:
    page, words = window(pair.mentor), "Ask about the budget round"
    page.goto(f"/pairs/{pair.uid}/notes/")
    page.get_by_role("textbox").fill(words)
    page.get_by_text("Only me").click()
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_text(words)).to_be_visible()
    assert Note.objects.filter(pairing=pair).count() == 1
    theirs = window(pair.mentee)
    theirs.goto(f"/pairs/{pair.uid}/notes/")
    expect(theirs.get_by_role("heading", name="Write a note")).to_be_visible()
    expect(theirs.get_by_text(words)).to_have_count(0)


def test_a_sign_in_that_runs_out_loses_nothing(window: Window, pair: Pairing) -> None:
    page, words = window(pair.mentor), "Ask about the budget round"
    page.goto(f"/pairs/{pair.uid}/notes/")
    page.get_by_role("textbox").fill(words)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.get_by_label("Email").fill(pair.mentor.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", name="Notes", exact=True)).to_be_visible()
    assert Note.objects.get(pairing=pair).text == words


def test_hr_nudges_a_pair_once_however_often_it_is_asked(
    window: Window, pair: Pairing, hr_admin: User
) -> None:
    page = window(hr_admin)
    page.goto(f"/hr/pairs/{pair.uid}/nudge/")
    page.get_by_role("button", name="Nudge both").click()
    expect(page.get_by_role("status")).to_contain_text("2 mails go out.")
    page.go_back()
    page.get_by_role("button", name="Nudge both").click()
    assert OutboxMessage.objects.filter(subject_uid=pair.uid).count() == 2


def test_hr_gives_a_break_and_ends_it(window: Window, pair: Pairing, hr_admin: User) -> None:
    page = window(hr_admin)
    page.goto(f"/hr/pairs/{pair.uid}/")
    page.get_by_role("link", name="Give them a break").click()
    page.get_by_label("First day back").fill((NOW + timedelta(days=20)).date().isoformat())
    page.get_by_role("button", name="Start the break").click()
    expect(page.get_by_role("status")).to_contain_text("They have a break until")
    page.get_by_role("link", name="End the break").click()
    page.get_by_role("button", name="End the break").click()
    expect(page.get_by_role("status")).to_contain_text("They are back.")


def test_hr_ends_a_pair_only_after_being_asked(
    window: Window, pair: Pairing, hr_admin: User
) -> None:
    publish_house_rules(program=pair.program, text="Be kind.", by=hr_admin, now=NOW)
    page = window(hr_admin)
    page.goto(f"/hr/pairs/{pair.uid}/")
    page.get_by_role("link", name="End the pair").click()
    pair.refresh_from_db()
    assert pair.state == PairState.GETTING_STARTED
    page.get_by_label("At once").check()
    page.get_by_label("A role has changed").check()
    page.get_by_role("button", name="End the pair").click()
    expect(page.get_by_role("status")).to_contain_text("The pair has ended.")
    page.go_back()
    page.get_by_role("button", name="End the pair").click()
    pair.refresh_from_db()
    assert pair.state == PairState.ENDED


def held(pair: Pairing) -> int:
    """Count the conversations that took place."""
    return Meeting.objects.filter(pairing=pair, state=HELD).count()
