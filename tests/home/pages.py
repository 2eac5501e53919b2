"""A page as a person reads it, and what it cost."""

import html
import re
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from meetings.actions import LogDraft, PlanDraft, log_contact, log_meeting, plan_meeting
from meetings.models import Meeting
from pairings.models import Pairing

DAY = timedelta(days=1)
HOME = reverse("home:show-home")


class Page(Protocol):
    """What the test client gives back."""

    content: bytes
    context: Any


def page_of(pair: Pairing) -> str:
    """Return the address of a pair's page."""
    return reverse("home:show-pair", args=[pair.uid])


def words_of(page: Page) -> str:
    """Return the words of a page's main part, with single spaces."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"<[^>]+>", " ", "<main" + main)
    return " ".join(html.unescape(words).split())


def question_of(page: Page) -> str:
    """Return the words of the dark card."""
    card = page.content.decode().partition('class="quick"')[2].partition("</section>")[0]
    words = re.sub(r"<[^>]+>", " ", "<p" + card)
    return " ".join(html.unescape(words).split())


def queries_of(client: Client, url: str) -> int:
    """Return how many queries the whole page takes."""
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def met(pair: Pairing, days_ago: int, now: datetime, by: User | None = None) -> Meeting:
    """Log a meeting of some days ago."""
    at = now - days_ago * DAY
    return log_meeting(pair, LogDraft(on=at.date()), by=by or pair.mentor, now=at)


def planned(pair: Pairing, at: datetime, minutes: int = 45) -> Meeting:
    """Plan a date three days before it."""
    return plan_meeting(pair, PlanDraft(at, minutes), by=pair.mentee, now=at - 3 * DAY)


def in_touch(pair: Pairing, days_ago: int, now: datetime) -> None:
    """Note a corridor chat of some days ago."""
    log_contact(pair, "corridor", by=pair.mentor, now=now - days_ago * DAY)
