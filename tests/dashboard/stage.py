"""Short words for what the tests of HR's pages do again and again."""

import html
import re
from datetime import UTC, date, datetime, time
from typing import Any, Protocol

from attention.actions import raise_item
from attention.models import ActionItem
from health.actions import refresh_stale
from meetings.models import HELD, Meeting
from pairings.models import Pairing
from pairings.rules import PairState
from programs.models import Program
from reminders.actions.sweep import ITEM_KIND
from tests import builders

NOON = time(12)
# Monthly since 1 September: who met last week is on rhythm, who met in September is late.
LAST_WEEK = date(2026, 11, 18)
IN_SEPTEMBER = date(2026, 9, 14)


class Page(Protocol):
    """An answer of the test client."""

    @property
    def content(self) -> bytes: ...


def text_of(response: Page) -> str:
    """Return the words of a page, with single spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


def main_of(response: Page) -> str:
    """Return the words of a page without those around it."""
    inside = response.content.decode().split("<main", 1)[1].split(">", 1)[1]
    words = re.sub(r"<[^>]+>", " ", inside.split("</main>")[0])
    return " ".join(html.unescape(words).split())


def meet(pair: Pairing, *days: date) -> None:
    """Record that the two met on these days."""
    Meeting.objects.bulk_create(
        Meeting(
            pairing=pair,
            state=HELD,
            held_on=day,
            starts_at=datetime.combine(day, NOON, UTC),
            created_at=datetime.combine(day, NOON, UTC),
        )
        for day in days
    )


def make_couple(program: Program, mentor: str, mentee: str, *met: date, **fields: Any) -> Pairing:
    """Make an active pair of two new people who met on these days."""
    pair = builders.make_pair(
        program=program,
        mentor=builders.make_person(mentor, level=2, department="Data"),
        mentee=builders.make_person(mentee, level=6, department="Sales"),
        **({"state": PairState.ACTIVE} | fields),
    )
    meet(pair, *met)
    return pair


def refresh(now: datetime) -> None:
    """Bring the stored facts up to date."""
    refresh_stale(now=now)


def raise_late(pair: Pairing, now: datetime) -> ActionItem:
    """Say that reminders were not enough for a pair."""
    return raise_item(
        program=pair.program,
        kind=ITEM_KIND,
        subject_uid=pair.uid,
        people=[pair.mentor, pair.mentee],
        facts={"cause": "long_past_due"},
        now=now,
    )
