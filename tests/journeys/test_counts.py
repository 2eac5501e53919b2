"""How much a person has to do: clicks and fields, counted in a real browser, scripts off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from contracts.actions import publish_house_rules
from contracts.models import Signature
from core.tokens import make_token
from health.actions import refresh_stale
from meetings.models import HELD, Meeting, Note
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Enrollment, Program
from programs.rules import EnrollmentState, ProgramState
from reminders.emails import MET
from tests import builders
from tests.access_world import NOW
from tests.builders import PASSWORD
from tests.journeys.hand import Hand
from tests.programs.invited import invite, link_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]
Window = Callable[[User], Page]
CLICKS_TO_JOIN, FIELDS_TO_JOIN = 12, 2
TAPS_OF_A_NOMINEE, INPUTS_TO_SIGN = 2, 6


@pytest.fixture
def open_program(hr_admin: User) -> Program:
    """A cohort that people can join, with house rules."""
    program = builders.make_program("Spring 2027", state=ProgramState.ENROLLING)
    publish_house_rules(program=program, text="Be kind.", by=hr_admin, now=NOW)
    return program


def test_joining_takes_few_clicks_and_two_fields(
    window: Window, open_program: Program, stranger: User
) -> None:
    hand = Hand(window(stranger))
    hand.page.goto("/programs/")
    hand.click("Join", "link")
    hand.click("I would be a mentor")
    hand.press(hand.page.get_by_text("Careers", exact=True))
    hand.fill("What would you like to get out of it?", "To be heard")
    hand.click("Continue")
    hand.press(hand.page.get_by_text("Friday", exact=True))
    hand.click("Continue")
    hand.fill("What would you rather not talk about?", "My health")
    hand.click("Continue")
    hand.press(hand.page.get_by_label("I have read the house rules"))
    hand.click("Join the program")
    place = Enrollment.objects.get(user=stranger)
    assert (place.state, place.hope, place.days) == (EnrollmentState.APPLIED, "To be heard", "1234")
    assert hand.clicks <= CLICKS_TO_JOIN
    assert hand.typed <= FIELDS_TO_JOIN


def test_what_was_answered_is_kept_in_the_other_tab_and_on_the_way_back(
    window: Window, open_program: Program, stranger: User
) -> None:
    page = window(stranger)
    page.goto(f"/programs/{open_program.uid}/join/")
    page.get_by_role("button", name="I would be a mentor").click()
    page.get_by_label("What would you like to get out of it?").fill("To be heard")
    page.get_by_role("button", name="Continue").click()
    # Going back while the next page is still arriving is refused by the browser's protocol.
    expect(page.get_by_text("Friday", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("What would you like to get out of it?")).to_have_value("To be heard")
    tab = page.context.new_page()
    tab.goto(f"/programs/{open_program.uid}/join/topics/")
    expect(tab.get_by_label("What would you like to get out of it?")).to_have_value("To be heard")


def test_a_nominee_is_in_with_two_taps_and_one_line(
    window: Window, open_program: Program, mentee: User, hr_admin: User
) -> None:
    place = invite(open_program, mentee, hr_admin, NOW)
    hand = Hand(window(hr_admin))
    hand.page.context.clear_cookies()
    hand.page.goto(f"/a/{link_of(place, NOW)}/")
    hand.fill("What I would like to learn, in one line", "How the floor sees us")
    hand.press(hand.page.get_by_label("I have read the house rules"))
    hand.click("Yes, I am in")
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("You are in")
    place.refresh_from_db()
    assert place.state == EnrollmentState.APPROVED
    assert (hand.clicks, hand.typed) == (TAPS_OF_A_NOMINEE, 1)


def test_an_agreement_is_written_and_signed_with_six_inputs(
    window: Window, pair: Pairing, hr_admin: User
) -> None:
    publish_house_rules(program=pair.program, text="Be kind.", by=hr_admin, now=NOW)
    page = sign_in(window(pair.mentor), pair.mentor)
    write(page, "What I gain", "See how money is decided")
    hand = Hand(sign_in(window(pair.mentee), pair.mentee))
    open_agreement(hand.page)
    hand.fill("My goal", "Hear what customers say")
    hand.page.get_by_role("button", name="Save and look at the whole text").click()
    hand.page.get_by_role("button", name="Send to").click()
    hand.press(hand.page.get_by_role("checkbox"))
    hand.page.get_by_role("button", name="Sign", exact=True).click()
    # The clock of this company stands in September: nothing proves who signed in today.
    hand.fill("The code from the mail", mailed_code())
    hand.page.get_by_role("button", name="Sign", exact=True).click()
    expect(hand.page.get_by_role("status")).to_contain_text("You have signed.")
    assert Signature.objects.filter(signer=pair.mentee).exists()
    assert hand.inputs <= INPUTS_TO_SIGN


def mailed_code() -> str:
    """Return the code of the newest mail about signing."""
    message = OutboxMessage.objects.filter(kind="signing_code").latest("pk")
    return str(message.envelope().facts["code"])


def sign_in(page: Page, person: User) -> Page:
    """Sign in with the password, which proves who signs."""
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("Email").first.fill(person.email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return page


def open_agreement(page: Page) -> None:
    """Go from home to the agreement."""
    page.goto("/")
    page.get_by_role("link", name="Our agreement").first.click()
    begin = page.get_by_role("button", name="Begin our agreement")
    if begin.count():
        begin.click()


def write(page: Page, label: str, words: str) -> None:
    """Write one's own part."""
    open_agreement(page)
    page.get_by_role("textbox", name=label).first.fill(words)
    page.get_by_role("button", name="Save the draft").click()


def test_a_meeting_is_logged_with_one_click_from_home(window: Window, pair: Pairing) -> None:
    hand = Hand(window(pair.mentor))
    hand.page.goto("/")
    hand.click("We met today")
    assert hand.inputs == 1
    assert Meeting.objects.get(pairing=pair).state == HELD


def test_a_meeting_is_logged_with_two_taps_from_the_mail(window: Window, pair: Pairing) -> None:
    token = make_token(MET, person_id=pair.mentor_id, subject_uid=pair.uid, nonce="n", now=NOW)
    hand = Hand(window(pair.mentor), clicks=1)  # the button in the mail
    hand.page.context.clear_cookies()
    hand.page.goto(f"/a/{token}/")
    hand.click("Yes, we met")
    assert hand.inputs == 2
    assert Meeting.objects.get(pairing=pair).state == HELD


def test_late_pairs_are_named_above_the_fold(
    window: Window, pair: Pairing, hr_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Pairing.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE)
    late = NOW + timedelta(days=40)
    monkeypatch.setattr("core.clock.now", lambda: late)
    refresh_stale(now=late)
    page = window(hr_admin)
    monkeypatch.setattr("core.clock.now", lambda: late)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/hr/")
    boxes = [each.bounding_box() for each in page.get_by_text("Priya").all() if each.is_visible()]
    assert min(box["y"] + box["height"] for box in boxes if box) <= 900


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    window: Window, pair: Pairing
) -> None:
    page, words = sign_in(window(pair.mentor), pair.mentor), "Ask about the budget round"
    page.goto(f"/pairs/{pair.uid}/notes/")
    page.get_by_role("textbox").fill(words)
    page.get_by_text("Only me").click()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Email").first.fill(pair.mentor.email)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(page.get_by_role("heading", name="Send what you had typed?")).to_be_visible()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text(words)).to_be_visible()
    assert Note.objects.get(pairing=pair).text == words
