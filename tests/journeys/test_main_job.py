"""The main job from end to end: imported, paired, signed, met, fallen behind, nudged, seen by HR.

Every process is real, as `make run` starts it, and every step is a person's own in a browser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from tests.journeys.looks import violations
from tests.journeys.stack import MailBox, Stack

pytestmark = [pytest.mark.journey, pytest.mark.system]
PROGRAM = "Reverse mentoring 2026"
HR, PASSWORD = "hana.reyes@viceversa.example", "viceversa-demo"
MENTOR, MENTEE = "jo.adeyemi@elsewhere.example", "walter.brandt@elsewhere.example"
NUDGE = re.compile("Did you and Jo meet|with Jo was due")
# As Excel in much of Europe writes it: with a byte order mark and semicolons.
PEOPLE = f"""\ufeffEmployee ID;First name;Last name;Work email;Level;Department;Time zone;Birth date
X1;Jo;Adeyemi;{MENTOR};2;Field Service;UTC;1999-04-01
X2;Walter;Brandt;{MENTEE};7;Treasury;UTC;1966-02-03
X3;Nora;Nowhere;not-an-address;3;Treasury;UTC;1980-01-01
"""
CODE = re.compile(r"\b[A-Z0-9]{4}[- \u00a0][A-Z0-9]{4}\b")  # of a sign-in, of a signature
WORKDAYS_OF_NUDGES = (2, 3, 4)  # Tuesday to Thursday: nobody's weekend, whatever the zone


@dataclass
class People:
    """Everybody's windows: each is signed in as one person, the mail is nobody's."""

    stack: Stack
    mail: MailBox
    hr: Page
    mentor: Page
    mentee: Page


@pytest.fixture
def people(stack: Stack, browser: Browser) -> Iterator[People]:
    """Four windows that share nothing."""
    windows = [browser.new_context(base_url=stack.site, locale="en-GB") for _ in range(4)]
    mail, *pages = windows
    yield People(stack, MailBox(mail), *[window.new_page() for window in pages])
    for window in windows:
        window.close()


def test_from_a_file_of_people_to_a_nudge_that_is_answered(people: People, tmp_path: Path) -> None:
    import_people(people.hr, tmp_path / "people.csv")
    enroll(people.hr, "Jo Adeyemi", "Mentor")
    enroll(people.hr, "Walter Brandt", "Mentee")
    propose(people.hr)
    for page, address in ((people.mentor, MENTOR), (people.mentee, MENTEE)):
        claim(page, people.mail, address)
        accept(page)
    write_agreement(people)
    sign(people.mentor, people.mail, "Jo Adeyemi", MENTOR)
    sign(people.mentee, people.mail, "Walter Brandt", MENTEE)
    expect(people.mentee.get_by_text("signed by both")).to_be_visible()
    met_today(people.mentor)
    hr_sees(people.hr, "1 of", "On rhythm")
    fall_behind(people.stack)
    hr_sees(people.hr, "1 of", "late")
    answer_from_the_mail(people)
    hr_sees(people.hr, "2 of", "On rhythm")


def import_people(page: Page, file: Path) -> None:
    """HR signs in with a password and brings two people in; a third line is wrong."""
    file.write_text(PEOPLE, encoding="utf-8")
    page.goto("/accounts/login/?next=/hr/import/")
    page.get_by_label("Email").first.fill(HR)
    page.get_by_label("Password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="2 people would change")).to_be_visible()
    wrong = page.get_by_role("row", name="Line 4")
    expect(wrong).to_contain_text("“not-an-address” is not an email address.")
    expect(page.locator("p", has_text="Dropped, never stored:")).to_contain_text("Birth date")
    page.get_by_role("button", name="Apply 2 changes").click()
    expect(page.get_by_role("heading", name="2 new, 0 changed")).to_be_visible()


def enroll(page: Page, name: str, role: str) -> None:
    """HR enrolls one of them in the program that runs."""
    page.goto("/hr/programs/")
    page.get_by_role("link", name=PROGRAM, exact=True).click()
    page.locator("main").get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Enroll somebody").first.click()
    page.get_by_role("searchbox", name="Narrow the list").fill(name)
    page.get_by_role("button", name="Narrow").click()
    choose(page, "Person", name)
    page.get_by_role("radio", name=role).check()
    page.get_by_role("button", name="Enroll", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text(role)


def propose(page: Page) -> None:
    """HR pairs the two by hand."""
    page.goto("/hr/programs/")
    page.get_by_role("link", name=PROGRAM, exact=True).click()
    page.get_by_role("link", name="Pair two people").first.click()
    choose(page, "Mentor, the junior one", "Jo Adeyemi")
    choose(page, "Mentee, the senior one", "Walter Brandt")
    page.get_by_role("button", name="Ask both").click()
    expect(page.get_by_role("heading", name="Jo A. mentors Walter B.")).to_be_visible()


def claim(page: Page, mail: MailBox, address: str) -> None:
    """Somebody whom HR brought in opens the account with a code from the mail."""
    page.goto("/accounts/login/code/")
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Request code").click()
    page.get_by_label("Code").fill(code_in(mail, address, "Your sign-in code"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def code_in(mail: MailBox, address: str, subject: str) -> str:
    """Return the code of the newest mail with this subject."""
    text = mail.wait_for(address, subject).locator("body").inner_text()
    found = CODE.search(text)
    assert found, text
    return found[0]


def accept(page: Page) -> None:
    """Say yes to the proposal that stands on the home page."""
    page.goto("/")
    page.get_by_role("link", name="Look and answer").click()
    page.get_by_role("button", name="Yes, let us start").click()
    expect(page.get_by_role("button", name="Yes, let us start")).to_have_count(0)


def write_agreement(people: People) -> None:
    """Each writes their own part; the mentee sends the text to the mentor."""
    for page, label, goal in (
        (people.mentor, "What I gain", "See how money is decided"),
        (people.mentee, "My goal", "Hear what customers say"),
    ):
        page.goto("/")
        page.get_by_role("link", name="Write our agreement").click()
        if page.get_by_role("button", name="Begin our agreement").count():
            page.get_by_role("button", name="Begin our agreement").click()
        page.get_by_role("textbox", name=label).first.fill(goal)
        page.get_by_label("How often").select_option(label="Every two weeks")
        page.get_by_role("button", name="Save the draft").click()
    people.mentee.get_by_role("button", name="Save and look at the whole text").click()
    people.mentee.get_by_role("button", name="Send to Jo").click()
    expect(people.mentee.get_by_text("See how money is decided").first).to_be_visible()


def sign(page: Page, mail: MailBox, name: str, address: str) -> None:
    """Read the whole text and sign it; who has no password proves it with a mailed code."""
    page.goto("/")
    page.get_by_role("link", name="Read and sign").click()
    expect(page).to_have_url(re.compile("/contracts/"))
    page.get_by_label("Your name").fill(name)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_label("The code from the mail").fill(code_in(mail, address, "Your code to sign"))
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)


def met_today(page: Page) -> None:
    """Log a meeting with one click."""
    page.goto("/")
    page.get_by_role("button", name="We met").first.click()
    expect(page.get_by_role("status")).to_contain_text("Logged")


def fall_behind(stack: Stack) -> None:
    """Let time go by until they are past due; the worker sends what the sweep decides."""
    now = clock.now()
    hours = (nudging_day(now + timedelta(days=16)) - now) // timedelta(hours=1)
    stack.manage("demo_clock", f"+{hours}h")
    stack.manage("refresh_health")
    stack.manage("sweep_reminders")


def nudging_day(earliest: datetime) -> datetime:
    """Return the first morning at or after a day on which a mail may reach anybody in UTC."""
    days = (earliest + timedelta(days=ahead) for ahead in range(7))
    day = next(day for day in days if day.isoweekday() in WORKDAYS_OF_NUDGES)
    return day.replace(hour=12, minute=0)


def answer_from_the_mail(people: People) -> None:
    """Two taps, signed in as nobody: the link in the mail, and the button behind it."""
    letter = people.mail.wait_for(MENTEE, NUDGE)
    letter.get_by_role("link", name="Yes, we met").click()
    page = people.mail.page
    expect(page.get_by_role("heading", name="Did you and Jo meet?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Yes, we met").click()
    expect(page.get_by_role("heading", name="Lovely, it is logged.")).to_be_visible()
    assert violations(page) == []


def hr_sees(page: Page, held: str, status: str) -> None:
    """HR's list says so as soon as the worker has been there."""
    row = page.get_by_role("row").filter(has_text="Jo A.")
    for _ in range(120):
        page.goto("/hr/pairs/?q=Adeyemi")
        if held in row.inner_text() and status in row.inner_text():
            return
        page.wait_for_timeout(500)
    expect(row).to_contain_text(held)
    expect(row).to_contain_text(status)


def choose(page: Page, label: str, name: str) -> None:
    """Choose the option of a list that holds a name."""
    field = page.get_by_label(label)
    option = field.locator("option").filter(has_text=name).get_attribute("value")
    field.select_option(option)
