"""What a list costs: the same few queries with one row and with three, each a literal number.

Session, person and navigation are counted too. A new list page fails until it stands here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from attention.models import ActionItem
from core import clock
from health.actions import refresh_stale
from meetings.actions import (
    ItemDraft,
    LogDraft,
    NoteDraft,
    PlanDraft,
    add_item,
    log_contact,
    log_meeting,
    plan_meeting,
    write_note,
)
from pairings.models import Pairing
from pairings.rules import PairState
from programs.actions import (
    KickOffFacts,
    Wishes,
    add_blackout,
    add_never_match,
    add_staff,
    invite_people,
    look_after_kickoffs,
    nominate_person,
    plan_kickoff,
)
from programs.models import Program
from programs.rules import Role, StaffRole
from tests import builders
from tests.dashboard.stage import raise_late
from tests.test_access import ROUTES

DAY = timedelta(days=1)
LIST_AT_MOST = 10
HOME_AT_MOST = 8


@dataclass
class Company:
    """A program and a pair in it, whose lists grow by `grow`."""

    program: Program
    pair: Pairing
    hr: User
    now: datetime

    def grow(self) -> None:
        """Add one of everything that a list shows."""
        pair = builders.make_pair(program=self.program, state=PairState.ACTIVE)
        raise_late(pair, self.now)
        serial = Program.objects.count()
        another = builders.make_program(f"Program {serial}")
        add_staff(
            program=self.program,
            user=pair.mentor,
            role=StaffRole.SPONSOR,
            by=self.hr,
            now=self.now,
        )
        builders.make_pair(program=another, mentor=self.pair.mentor)
        day = self.now.date() + serial * 7 * DAY
        days = (day, day)
        add_blackout(program=self.program, name="Fair", days=days, by=self.hr, now=self.now)
        one, other = builders.make_person(), builders.make_person()
        add_never_match(program=self.program, one=one, other=other, by=self.hr, now=self.now)
        self._ask(one, other)
        look_after_kickoffs(now=self.now)
        self._live(serial)
        refresh_stale(now=self.now)

    def _ask(self, one: User, other: User) -> None:
        """Invite one, and think of the other."""
        program, by, role = self.program, self.hr, Role.MENTEE
        wishes = Wishes(role=role)
        invite_people(program=program, addresses=[one.email], wishes=wishes, by=by, now=self.now)
        nominate_person(program=program, person=other, role=role, why="", by=by, now=self.now)

    def _live(self, serial: int) -> None:
        """Let the pair meet, plan, talk and write once more."""
        both = (self.pair.mentor, self.pair.mentee)
        ago = self.now - serial * 7 * DAY
        log_meeting(self.pair, LogDraft(on=ago.date()), by=both[0], now=ago)
        plan = PlanDraft(self.now + serial * 7 * DAY, 45)
        plan_meeting(self.pair, plan, by=both[1], now=self.now)
        log_contact(self.pair, "corridor", by=both[0], now=ago)
        add_item(self.pair, ItemDraft("A point"), by=both[0], now=ago)
        for person in both:
            for is_shared in (True, False):
                write_note(self.pair, NoteDraft("A note", is_shared), by=person, now=ago)


@dataclass(frozen=True)
class Page:
    """A list: who opens it, and how many queries that takes."""

    queries: int
    by: str = "hr"
    of: str = ""


PAGES = {
    "dashboard:list-enrollments": Page(8, of="program"),
    "dashboard:list-guests": Page(9, of="program"),
    "dashboard:list-invitations": Page(9, of="program"),
    "dashboard:list-letters": Page(10, of="program"),
    "dashboard:list-needs": Page(9),
    "dashboard:list-pairs": Page(9),
    "dashboard:list-people": Page(7),
    "dashboard:list-programs": Page(8),
    "dashboard:list-reports": Page(7),
    "dashboard:list-talks": Page(7, of="program"),
    "dashboard:never-match": Page(8, of="program"),
    "dashboard:propose-pair": Page(10, of="program"),
    "dashboard:show-health": Page(12),
    "dashboard:show-pair": Page(17, of="pair"),
    "dashboard:show-program": Page(14, of="program"),
    "goals:list-goals": Page(7, by="mentee", of="pair"),
    "home:show-home": Page(8, by="mentee"),
    "home:show-pair": Page(8, by="mentee", of="pair"),
    "meetings:list-agenda": Page(8, by="mentee", of="pair"),
    "meetings:list-meetings": Page(10, by="mentee", of="pair"),
    "meetings:list-notes": Page(7, by="mentee", of="pair"),
    "pairings:list-suggestions": Page(5, by="mentor", of="program"),
    "programs:list-programs": Page(6, by="mentor"),
    "verify:list-keys": Page(3),
}
# Pages that compose several lists; they may cost more, but not more with more rows.
OVERVIEWS = {"dashboard:show-health", "dashboard:show-pair", "dashboard:show-program"}
# The demo's mail is files in a folder.
WITHOUT_DATABASE = {"outbox:list-mail"}


@pytest.fixture
def company(
    program: Program,
    pair: Pairing,
    hr_admin: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Company:
    """One of everything."""
    monkeypatch.setattr(clock, "now", lambda: now)
    facts = KickOffFacts(now + 9 * DAY, 60, "Room 4")
    plan_kickoff(program=program, facts=facts, by=hr_admin, now=now)
    company = Company(program, pair, hr_admin, now)
    company.grow()
    return company


def queries_of(company: Company, route: str) -> int:
    """Return what a page costs somebody who has opened another one before."""
    page = PAGES[route]
    person = {"hr": company.hr, "mentor": company.pair.mentor, "mentee": company.pair.mentee}
    client = Client()
    client.force_login(person[page.by])
    args = {"": [], "program": [company.program.uid], "pair": [company.pair.uid]}[page.of]
    path = reverse(route, args=args)
    client.get(reverse("core:healthz"))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, route
    return len(captured)


def test_every_list_has_its_count() -> None:
    lists = {route for route in ROUTES if route.partition(":")[2].startswith("list-")}
    assert lists - WITHOUT_DATABASE <= set(PAGES)
    assert set(PAGES) <= set(ROUTES)


@pytest.mark.parametrize("route", sorted(PAGES))
def test_a_list_costs_the_same_with_one_row_and_with_three(company: Company, route: str) -> None:
    with_one = queries_of(company, route)
    company.grow()
    company.grow()
    assert (with_one, queries_of(company, route)) == (PAGES[route].queries,) * 2


def test_no_list_costs_more_than_ten_and_home_eight() -> None:
    costs = {route: page.queries for route, page in PAGES.items() if route not in OVERVIEWS}
    assert max(costs.values()) <= LIST_AT_MOST
    assert PAGES["home:show-home"].queries <= HOME_AT_MOST


def test_three_rows_are_on_the_page(company: Company) -> None:
    company.grow()
    company.grow()
    client = Client()
    client.force_login(company.hr)
    page = client.get(reverse("dashboard:list-needs")).content.decode()
    shown = [item for item in ActionItem.objects.all() if str(item.uid) in page]
    assert len(shown) == 3
