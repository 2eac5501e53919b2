"""The contract in two browsers: written, fought over, sent back, signed, changed, proved.

Every process is real, the worker that seals copies included.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import Stack
from tools.places import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.system]
MENTOR, MENTEE = "zoe.dimitriou@viceversa.example", "carl.jensen@viceversa.example"
PASSWORD = "viceversa-demo"
# Two of the demo who have not begun their agreement, and do not sign in by a mailed code.
LET_IN = """
from allauth.account.models import EmailAddress
from accounts.models import User
for person in User.objects.filter(email__in={addresses}):
    person.set_password("{password}")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
"""
# What somebody with full power over the database could do.
CHANGE_A_NAME = """
from django.db import connection
from core.frozen import drop_guards, install_guards
drop_guards(connection)
with connection.cursor() as cursor:
    cursor.execute("UPDATE contracts_signature SET typed_name = %s WHERE typed_name = %s", {names})
install_guards(connection)
"""


@dataclass
class Table:
    """Both at their own window, and somebody at a third one who knows neither."""

    stack: Stack
    mentor: Page
    mentee: Page
    outsider: Page


@pytest.fixture
def table(stack: Stack, browser: Browser) -> Iterator[Table]:
    """Three windows that share nothing."""
    stack.manage("shell", "-v0", "-c", LET_IN.format(addresses=(MENTOR, MENTEE), password=PASSWORD))
    windows = [browser.new_context(base_url=stack.site, locale="en-GB") for _ in range(3)]
    table = Table(stack, *[window.new_page() for window in windows])
    for page, address in ((table.mentor, MENTOR), (table.mentee, MENTEE)):
        page.goto("/accounts/login/")
        page.get_by_label("Email").first.fill(address)
        page.get_by_label("Password").first.fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Zoe")
    yield table
    for window in windows:
        window.close()


def test_from_the_first_word_to_a_copy_that_proves_itself(table: Table, tmp_path: Path) -> None:
    address = write_at_once(table)
    send_back(table)
    sign_both(table, address)
    first = download(table.mentee, address, tmp_path / "first.pdf")
    change_rhythm(table, address)
    second = download(table.mentee, address, tmp_path / "second.pdf")
    assert verdicts(table, second, tmp_path) == ("Genuine and in force", 0, 0)
    assert verdicts(table, first, tmp_path)[::2] == ("Genuine", 3)
    changed = flipped(second, tmp_path / "changed.pdf")
    assert verdicts(table, changed, tmp_path) == ("Do not trust this file", 1, 1)
    assert "is whole" in table.stack.manage("verify_ledger")
    forge(table.stack)
    assert table.stack.attempt("verify_ledger").returncode == 1


def write_at_once(table: Table) -> str:
    """Both write; who saves last sees both and chooses. Return where the agreement is."""
    table.mentor.goto("/")
    table.mentor.get_by_role("link", name="Write our agreement").click()
    table.mentor.get_by_role("button", name="Begin our agreement").click()
    expect(table.mentor.get_by_role("button", name="Save the draft")).to_be_visible()
    address = table.mentor.url
    table.mentee.goto(address)
    for page, label, words, minutes in (
        (table.mentor, "What I gain", "See how money is decided", "60"),
        (table.mentee, "My goal", "Hear what customers say", "30"),
    ):
        page.get_by_role("textbox", name=label).first.fill(words)
        page.get_by_label("How long, in minutes").fill(minutes)
        page.get_by_role("button", name="Save the draft").click()
    conflict = table.mentee.get_by_role("row", name="How long, in minutes")
    expect(conflict).to_contain_text("30")
    expect(conflict).to_contain_text("60")
    table.mentee.get_by_role("button", name="Save what I typed").click()
    expect(table.mentee.get_by_label("How long, in minutes")).to_have_value("30")
    expect(table.mentee.get_by_text("See how money is decided")).to_be_visible()
    return address


def send(page: Page, partner: str) -> None:
    """Save, look at the whole text, send it."""
    page.get_by_role("button", name="Save and look at the whole text").click()
    page.get_by_role("button", name=f"Send to {partner}").click()
    expect(page.get_by_role("button", name="Sign", exact=True)).to_be_visible()


def send_back(table: Table) -> None:
    """The mentee sends, the mentor sends it back with a word, the mentee changes a word."""
    send(table.mentee, "Zoe")
    table.mentor.reload()
    table.mentor.get_by_role("link", name="Send it back with a comment").click()
    table.mentor.get_by_role("textbox").first.fill("Could we name one customer?")
    table.mentor.get_by_role("button", name="Send it back").click()
    table.mentee.goto(table.mentor.url)
    expect(table.mentee.get_by_text("Could we name one customer?")).to_be_visible()
    table.mentee.get_by_role("textbox", name="My goal").first.fill("Hear what Nordwind says")
    send(table.mentee, "Zoe")


def sign_both(table: Table, address: str) -> None:
    """Each reads and signs; the mentor sees what changed first."""
    table.mentor.goto(address)
    expect(table.mentor.locator("ins").filter(has_text="Nordwind")).to_be_visible()
    table.mentor.get_by_role("link", name="Read and sign").click()
    for page in (table.mentor, table.mentee):
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Sign", exact=True).click()
        expect(page.get_by_text("You have signed.", exact=True)).to_be_visible()
    expect(table.mentee.get_by_text("signed by both")).to_be_visible()


def change_rhythm(table: Table, address: str) -> None:
    """The mentor suggests, the mentee says yes with one tap."""
    table.mentor.goto(address)
    table.mentor.get_by_text("Only the rhythm").click()
    table.mentor.get_by_label("How often").select_option(label="Every two weeks")
    table.mentor.get_by_role("button", name="Suggest").click()
    expect(table.mentor.get_by_role("heading", name="You suggest")).to_be_visible()
    table.mentee.goto(address)
    table.mentee.get_by_role("button", name="Yes, every two weeks").click()
    expect(table.mentee.get_by_text("Every two weeks, 30 minutes").first).to_be_visible()
    expect(table.mentee.get_by_text("signed by both")).to_be_visible()


def download(page: Page, address: str, file: Path) -> Path:
    """Wait until the worker has sealed a copy, and take it home."""
    page.goto(address)
    link = page.get_by_role("link", name="Download the signed copy")
    for _ in range(120):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.goto(address)
    with page.expect_download() as taken:
        link.click()
    taken.value.save_as(file)
    return file


def verdicts(table: Table, file: Path, folder: Path) -> tuple[str, int, int]:
    """Return what the public page, the program that stands alone and the server's command say."""
    table.outsider.goto("/verify/")
    table.outsider.get_by_label("Signed copy").set_input_files(file)
    table.outsider.get_by_role("button", name="Check it").click()
    said = table.outsider.get_by_role("heading", level=1).inner_text()
    alone = [sys.executable, "-I", str(program(table.outsider, folder)), str(file)]
    key = table.outsider.locator(".fingerprint").last.inner_text()
    done = subprocess.run([*alone, "--key", key], capture_output=True, check=False)
    return said, done.returncode, table.stack.attempt("verify_contract", str(file)).returncode


def program(page: Page, folder: Path) -> Path:
    """Take the verifier from the page; it is the very file of the checkout."""
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the program").click()
    file = folder / "verify_contract.py"
    taken.value.save_as(file)
    assert file.read_bytes() == (ROOT / "tools" / "verify_contract.py").read_bytes()
    return file


def flipped(file: Path, to: Path) -> Path:
    """Return a copy with one bit changed, somewhere in the middle."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    to.write_bytes(data)
    return to


def forge(stack: Stack) -> None:
    """Change one signature past the triggers, as the owner of the database could."""
    names = ("Somebody else", "Carl Jensen")
    stack.manage("shell", "-v0", "-c", CHANGE_A_NAME.format(names=names))
