"""A pair's whole way in a real browser: invited, paired, signed, met, concluded, certified.

What happens in a page is clicked; what only repeats itself is an act, and time is moved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from contracts.actions import publish_house_rules
from core import clock
from core.registry import message_kind
from lifecycle.actions import advance_lives
from meetings.actions import LogDraft, log_meeting
from meetings.models import Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from programs.rules import ProgramState
from pulse.actions import sweep_pulses
from tests import builders
from tests.journeys.hand import Hand
from tests.journeys.test_counts import TAPS_OF_A_NOMINEE, mailed_code, open_agreement, write

pytestmark = [
    pytest.mark.journey,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]
NOW = datetime(2026, 9, 10, 9, tzinfo=UTC)
ANNOUNCED_ON, ENDS_ON = date(2026, 9, 16), date(2026, 12, 11)
LAST_WEEKS = datetime(2026, 12, 1, 9, tzinfo=UTC)
OVER = datetime(2026, 12, 12, 9, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)
GOAL, THANKS = "Hear what customers say", "You asked me what I would do."
PERSONAL_LINK = re.compile(r"/a/[^/\s]+/")


@dataclass
class Company:
    """Everybody, each in a window of their own, and the clock that they share."""

    browser: Browser
    site: str
    cookie: str
    now: datetime = NOW
    windows: dict[int, Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    program: Program = field(init=False)
    cora: User = field(init=False)
    priya: User = field(init=False)
    walter: User = field(init=False)
    ana: User = field(init=False)

    def settle(self) -> None:
        """Make a cohort that is open, one who coordinates it, and three who are asked nothing."""
        self.program = builders.make_program(
            "Spring 2027", state=ProgramState.ENROLLING, ends_on=ENDS_ON
        )
        self.cora = builders.make_coordinator(self.program, "Cora Lind")
        publish_house_rules(program=self.program, text="Be kind.", by=self.cora, now=NOW)
        self.priya = builders.make_person("Priya Nair", level=2, department="Product")
        self.walter = builders.make_person("Walter Brandt", level=7, job_title="Vice President")
        self.ana = builders.make_person("Ana Lopes", level=2)

    @property
    def pair(self) -> Pairing:
        """The one pair, as it is now."""
        return Pairing.objects.get(program=self.program)

    def window(self, person: User | None = None) -> Page:
        """Return the window of somebody who is signed in, or a new one that is nobody's."""
        if person is not None and person.pk in self.windows:
            return self.windows[person.pk]
        context = self.browser.new_context(base_url=self.site, locale="en-GB")
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._note)
        if person is not None:
            client = Client()
            client.force_login(person)
            value = client.cookies[self.cookie].value
            context.add_cookies([{"name": self.cookie, "value": value, "url": self.site}])
        self.windows[person.pk if person else 0] = page
        return page

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def home(self, person: User) -> Page:
        """Return the window of a person, at home."""
        page = self.window(person)
        page.goto("/")
        return page

    def desk(self, path: str = "") -> Page:
        """Return the coordinator's window, on a page of the program."""
        page = self.window(self.cora)
        page.goto(f"/hr/programs/{self.program.uid}/{path}")
        return page

    def letters(self, kind: str, person: User) -> list[str]:
        """Return the texts of a kind of mail to a person, the newest last."""
        rows = OutboxMessage.objects.filter(kind=kind, person_id=person.pk).order_by("pk")
        known = message_kind(kind)
        assert known
        return [known.render(row.envelope(), self.now).text for row in rows]

    def seen_at(self, person: User, path: str) -> str:
        """Return all that a page says to somebody."""
        page = self.window(person)
        answer = page.goto(path)
        assert answer
        assert answer.ok
        return page.get_by_role("main").inner_text()


@pytest.fixture
def company(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Iterator[Company]:
    """A company whose clock stands until it is moved."""
    settings.ACCOUNT_RATE_LIMITS = False
    company = Company(browser, live_server.url, settings.SESSION_COOKIE_NAME)
    monkeypatch.setattr(clock, "now", lambda: company.now)
    company.settle()
    yield company
    for page in company.windows.values():
        page.context.close()


def test_from_an_invitation_to_a_certificate(company: Company, tmp_path: Path) -> None:
    invite_the_vice_president(company)
    be_in_with_two_taps(company)
    join_as_mentor(company)
    approve(company)
    choose_a_day_of_announcement(company)
    pair_quietly(company)
    announce(company)
    agree_and_sign(company)
    name_an_assistant(company)
    let_the_assistant_plan(company)
    say_that_they_met(company)
    answer_the_private_question(company)
    meet_until_the_last_weeks(company)
    wish_under_seal(company)
    let_the_end_pass(company)
    thank(company)
    take_the_certificate(company, tmp_path)
    take_all_certificates(company, tmp_path)
    assert company.complaints == []


def invite_the_vice_president(company: Company) -> None:
    """The coordinator names one address and a side."""
    page = company.desk("invitations/")
    page.get_by_label("Work emails").fill(f"Walter Brandt <{company.walter.email}>")
    page.get_by_text("Mentee: the senior one, who learns").click()
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("1 has not answered")).to_be_visible()


def be_in_with_two_taps(company: Company) -> None:
    """The personal link of the mail asks for no sign-in; a line is his own."""
    link = PERSONAL_LINK.search(company.letters("place_invited", company.walter)[-1])
    assert link
    hand = Hand(company.window())
    hand.page.goto(link[0])
    hand.fill("What I would like to learn, in one line", "How the floor sees us")
    hand.press(hand.page.get_by_label("I have read the house rules"))
    hand.click("Yes, I am in")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("You are in, Walter. Thank you.")
    assert (hand.clicks, hand.typed) == (TAPS_OF_A_NOMINEE, 1)


def join_as_mentor(company: Company) -> None:
    """Four pages and a look at all answers."""
    page = company.window(company.priya)
    page.goto("/programs/")
    page.get_by_role("link", name="Join").first.click()
    page.get_by_role("button", name="I would be a mentor").click()
    page.get_by_text("Careers", exact=True).click()
    page.get_by_label("What would you like to get out of it?").fill("To be heard")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Time and place")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What would you rather not talk about?").fill("My health")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("To be heard")).to_be_visible()
    page.get_by_label("I have read the house rules").check()
    page.get_by_role("button", name="Join the program").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Spring 2027")


def approve(company: Company) -> None:
    """The coordinator reads who applied, not what they would rather not talk about."""
    page = company.desk("enrollments/")
    row = page.get_by_role("row").filter(has_text="Priya Nair")
    expect(row).to_contain_text("Mentor")
    row.get_by_role("button", name="Approve").click()
    expect(row.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.get_by_text("My health")).to_have_count(0)
    assert len(company.letters("place_confirmed", company.priya)) == 1


def choose_a_day_of_announcement(company: Company) -> None:
    """From now on pairs are fixed quietly."""
    page = company.desk("edit/")
    page.get_by_label("Pairs are announced on").fill(ANNOUNCED_ON.isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="See and announce")).to_be_visible()


def pair_quietly(company: Company) -> None:
    """Neither of the two is told, by mail or at home."""
    page = company.desk("pair/")
    for label, name in (("Mentor", "Priya Nair"), ("Mentee", "Walter Brandt")):
        chooser = page.get_by_label(label).first
        option = chooser.locator("option").filter(has_text=name)
        chooser.select_option(option.get_attribute("value"))
    page.get_by_role("button", name="Fix this pair").click()
    expect(page.get_by_role("status").first).to_contain_text("Nobody is told")
    assert "Walter" not in company.seen_at(company.priya, "/")
    assert "Priya" not in company.seen_at(company.walter, "/")
    assert company.letters("pair_announced", company.walter) == []


def announce(company: Company) -> None:
    """One button, one mail to each, and both see whom they work with."""
    page = company.desk("announcement/")
    expect(page.get_by_text("Priya N. mentors Walter B.")).to_be_visible()
    page.get_by_role("button", name="Announce now").click()
    expect(page.get_by_role("status").first).to_contain_text("1 pair is announced.")
    for person, partner in ((company.priya, "Walter"), (company.walter, "Priya")):
        assert len(company.letters("pair_announced", person)) == 1
        assert partner in company.seen_at(person, "/")
    for _step in range(2):
        take_the_next_step(company)
    expect(company.desk().get_by_text("Next: Begin closing")).to_be_visible()


def take_the_next_step(company: Company) -> None:
    """The coordinator moves the program on."""
    page = company.desk("advance/")
    page.get_by_role("main").locator("button[type=submit]").first.click()
    expect(page.get_by_role("status").first).to_contain_text("The program has moved on.")


def agree_and_sign(company: Company) -> None:
    """Each writes a part; the mentee sends the text and signs first."""
    page = company.window(company.priya)
    write(page, "What I gain", "See how money is decided")
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    page = company.window(company.walter)
    open_agreement(page)
    page.get_by_role("textbox", name="My goal").first.fill(GOAL)
    page.get_by_label("How often").select_option(label="Every two weeks")
    page.get_by_role("button", name="Save and look at the whole text").click()
    page.get_by_role("button", name="Send to Priya").click()
    expect(page.get_by_role("status").first).to_contain_text("Sent to Priya.")
    sign(company.window(company.walter))
    assert company.pair.state == PairState.GETTING_STARTED
    sign(company.window(company.priya))
    assert company.pair.state == PairState.ACTIVE
    assert GOAL not in company.seen_at(company.cora, f"/hr/pairs/{company.pair.uid}/")


def sign(page: Page) -> None:
    """Sign with the mailed code, as who has not just typed a password."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("agreement|Read and sign")).first.click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_label("The code from the mail")).to_be_visible()
    page.get_by_label("The code from the mail").fill(mailed_code())
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("You have signed.")


def name_an_assistant(company: Company) -> None:
    """The mentee finds a colleague by name, who is told."""
    page = company.window(company.walter)
    page.goto("/me/assistant/?q=Ana")
    page.get_by_role("button", name="Choose Ana Lopes").click()
    expect(page.get_by_role("heading", name="Ana Lopes plans for you")).to_be_visible()
    assert len(company.letters("delegate_named", company.ana)) == 1


def let_the_assistant_plan(company: Company) -> None:
    """She sets a date at a time that suits both, and reads nothing of what the two wrote."""
    page = company.window(company.ana)
    page.goto("/planning/")
    page.get_by_role("link", name="Plan a date or a series").click()
    page.get_by_role("button", name="Set the date").click()
    expect(page.get_by_role("status").first).to_contain_text("The date is set.")
    assert GOAL not in company.seen_at(company.ana, "/planning/")
    hidden = (f"/pairs/{company.pair.uid}/", f"/contracts/{company.pair.contract.uid}/")
    assert [page.request.get(path).status for path in hidden] == [404, 404]


def say_that_they_met(company: Company) -> None:
    """An hour after the date, home asks, and one click answers."""
    company.now = Meeting.objects.get(pairing=company.pair).ends_at + timedelta(hours=1)
    hand = Hand(company.home(company.priya))
    expect(hand.page.get_by_role("heading", name="Did you and Walter meet?")).to_be_visible()
    hand.click("We met")
    expect(hand.page.get_by_role("status").first).to_contain_text("Logged")
    assert hand.inputs == 1


def answer_the_private_question(company: Company) -> None:
    """Two taps of the mentor, of which nobody else's page shows a trace."""
    company.now += timedelta(days=2, hours=3)
    assert sweep_pulses(now=company.now).asked == 2
    places = (company.walter, "/"), (company.cora, f"/hr/pairs/{company.pair.uid}/")
    before = [company.seen_at(person, path) for person, path in places]
    assert "A question only for you" in before[0]
    page = company.home(company.priya)
    page.get_by_role("link", name="Open it").click()
    page.get_by_text("Still deciding").click()
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    assert [company.seen_at(person, path) for person, path in places] == before
    desk = company.window(company.cora)
    assert desk.request.get(f"/pulse/questions/{company.pair.uid}/").status == 404


def meet_until_the_last_weeks(company: Company) -> None:
    """They keep their rhythm until time makes the pair conclude."""
    company.now += FORTNIGHT
    while company.now < LAST_WEEKS:
        log_meeting(company.pair, LogDraft(), by=company.priya, now=company.now)
        company.now += FORTNIGHT
    company.now = LAST_WEEKS
    advance_lives(now=company.now)
    assert "Your time as a pair ends on 11 December." in company.seen_at(company.walter, "/")


def wish_under_seal(company: Company) -> None:
    """What one said changes nothing for the other, until both say yes to the same."""
    address = f"/pairs/{company.pair.uid}/closing/"
    places = (company.walter, address), (company.cora, f"/hr/pairs/{company.pair.uid}/")
    before = [company.seen_at(person, path) for person, path in places]
    assert "Go on as a pair?" in before[0]
    assert "Priya N. mentors Walter B." in before[1]
    wish(company.window(company.priya), address, "Yes, three more months")
    assert [company.seen_at(person, path) for person, path in places] == before
    wish(company.window(company.walter), address, "Not yet")
    shown = company.seen_at(company.priya, address)
    assert "You both said that you would like to stay in touch." in shown
    assert "Go on as a pair?" in shown
    page = company.window(company.priya)
    expect(page.get_by_label("Yes, three more months")).to_be_checked()
    assert "go on until" not in company.seen_at(company.priya, "/")
    assert company.pair.ends_on == ENDS_ON


def wish(page: Page, address: str, extend: str) -> None:
    """Answer two of the questions; the words afterwards are the same for every answer."""
    page.goto(address)
    page.get_by_role("group", name="Go on as a pair?").get_by_text(extend, exact=True).click()
    page.get_by_role("group", name="Stay in touch").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Only you see what you said")


def let_the_end_pass(company: Company) -> None:
    """The day after the last one they have finished, and may write to each other."""
    company.now = OVER
    advance_lives(now=company.now)
    assert company.pair.state == PairState.COMPLETED
    shown = company.seen_at(company.walter, f"/pairs/{company.pair.uid}/")
    assert "You and Priya have finished" in shown
    assert "You met 6 times." in shown
    assert "You and Priya both would like to stay in touch." in shown
    assert company.priya.email in shown


def thank(company: Company) -> None:
    """The mentor leaves a sentence that only the mentee reads."""
    page = company.window(company.priya)
    page.goto(f"/pairs/{company.pair.uid}/thanks/")
    page.get_by_role("main").get_by_role("textbox").fill(THANKS)
    page.get_by_role("button", name="Leave it").click()
    expect(page.get_by_role("status").first).to_contain_text("Walter reads it")
    assert THANKS in company.seen_at(company.walter, f"/pairs/{company.pair.uid}/")
    assert THANKS not in company.seen_at(company.cora, f"/hr/pairs/{company.pair.uid}/")


def take_the_certificate(company: Company, folder: Path) -> None:
    """Each downloads their own."""
    for person, name in (
        (company.priya, "certificate-priya-nair-mentor.pdf"),
        (company.walter, "certificate-walter-brandt-mentee.pdf"),
    ):
        page = company.window(person)
        page.goto(f"/pairs/{company.pair.uid}/")
        with page.expect_download() as download:
            page.get_by_role("link", name="Your certificate").click()
        assert download.value.suggested_filename == name
        download.value.save_as(folder / name)
        check_certificate((folder / name).read_bytes(), person)


def check_certificate(paper: bytes, person: User) -> None:
    """It is a PDF with a page, and its title holds the name."""
    assert paper.startswith(b"%PDF-")
    assert paper.rstrip().endswith(b"%%EOF")
    title = person.display_name
    assert title.encode() in paper or title.encode("utf-16-be") in paper


def take_all_certificates(company: Company, folder: Path) -> None:
    """The coordinator closes the program, and has one file with both."""
    for _step in range(2):
        take_the_next_step(company)
    page = company.desk()
    summary = page.get_by_role("region", name="What came of it")
    expect(summary.locator("dl > div").first).to_have_text("Pairs completed1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Certificates as a ZIP file").click()
    download.value.save_as(folder / "all.zip")
    with ZipFile(BytesIO((folder / "all.zip").read_bytes())) as archive:
        papers = {name: archive.read(name) for name in archive.namelist()}
    assert len(papers) == 2
    for person, side in ((company.priya, "nair-mentor.pdf"), (company.walter, "brandt-mentee.pdf")):
        paper = next(paper for name, paper in papers.items() if name.endswith(side))
        check_certificate(paper, person)
