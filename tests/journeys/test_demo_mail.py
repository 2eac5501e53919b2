"""The demo's mail in a real browser: the frame keeps its style, its links leave the frame."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from core.mail import Link, MailContent, render_mail
from outbox.caught import keep_mail
from outbox.delivery.message import compose

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


def _catch(now: datetime, link: str) -> None:
    mail = render_mail(
        MailContent(
            subject="Did you meet?",
            heading="Did you and Priya meet?",
            footer_reason="You get this because you are in a pair.",
            buttons=(Link("We met", link),),
        )
    )
    content = compose(
        mail,
        sender="Viceversa <viceversa@localhost>",
        address="tom@example.org",
        message_id="<1@localhost>",
        now=now,
    )
    keep_mail(content)


def test_a_link_in_a_mail_opens_in_the_whole_window(
    page: Page, complaints: list[str], now: datetime
) -> None:
    page.goto("/dev/mail/")
    _catch(now, page.url.replace("/dev/mail/", "/accounts/login/"))
    page.reload()
    page.get_by_role("link", name="Did you meet?").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Did you and Priya meet?")).to_be_visible()
    frame.get_by_role("link", name="We met").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.url.endswith("/accounts/login/")
    assert complaints == []
