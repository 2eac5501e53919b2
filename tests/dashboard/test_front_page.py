"""HR's front page: what it shows beside the numbers, and that it tells the time itself."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from attention.actions import raise_item
from core import clock
from pairings.actions.items import NEXT_PARTNER
from programs.models import Program
from programs.rules import Role
from pulse.actions.draw import TALK_ITEM
from tests import builders
from tests.dashboard.stage import (
    IN_SEPTEMBER,
    LAST_WEEK,
    make_couple,
    raise_late,
    refresh,
    text_of,
)

HEALTH = "/hr/"
DAY = timedelta(days=1)


def test_who_learns_from_whom_is_drawn_and_told(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER)
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    body = desk.get(HEALTH).content.decode()
    # Once for a screen, once for a phone.
    assert body.count('class="flow-band"') == 2
    assert "Most often: Data mentors Sales: 2 pairs." in body
    assert "Mentors from Mentees from Pairs Data Sales 2" in text_of(desk.get(HEALTH))


def test_numbers_of_the_drawing_are_the_same_in_every_language(
    desk: Client, coordinator: User, program: Program, now: datetime
) -> None:
    for number in range(3):
        make_couple(program, f"Ada{number} Bell", f"Vera{number} Holt", LAST_WEEK)
    refresh(now)
    User.objects.filter(pk=coordinator.pk).update(interface_language="de")
    body = desk.get(HEALTH).content.decode()
    paths = re.findall(r'class="flow-band" d="([^"]+)"', body)
    assert paths
    assert not [path for path in paths if "," in path]


def test_a_department_with_markup_in_its_name_is_text(
    desk: Client, program: Program, now: datetime
) -> None:
    pair = make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    User.objects.filter(pk=pair.mentor_id).update(department="<script>x</script>{{7*7}}")
    refresh(now)
    body = desk.get(HEALTH).content.decode()
    assert "<script>x" not in body
    assert "&lt;script&gt;x&lt;/script&gt;{{7*7}}" in body


def test_pairs_out_of_rhythm_come_before_older_items(
    desk: Client, program: Program, now: datetime
) -> None:
    place = builders.make_enrollment(program, builders.make_person("Rosa Diaz"), Role.MENTOR)
    raise_item(
        program=program,
        kind=NEXT_PARTNER,
        subject_uid=place.uid,
        people=[place.user],
        facts={},
        now=now - 9 * DAY,
    )
    raise_late(make_couple(program, "Amara Osei", "Ingrid Sand", IN_SEPTEMBER), now)
    refresh(now)
    page = text_of(desk.get(HEALTH)).partition("Needs a person Reminders alone")[2] or text_of(
        desk.get(HEALTH)
    )
    assert page.rindex("Amara and Ingrid") < page.rindex("Rosa D.")
    assert "Find a match" in page


@pytest.mark.parametrize("kind", [TALK_ITEM, "something_new"])
def test_an_item_about_the_program_leads_to_its_page(
    desk: Client, program: Program, now: datetime, kind: str
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    raise_item(program=program, kind=kind, subject_uid=program.uid, people=[], facts={}, now=now)
    page = {TALK_ITEM: "list-talks"}.get(kind, "show-program")
    address = reverse(f"dashboard:{page}", args=[program.uid])
    assert f'href="{address}"' in desk.get(HEALTH).content.decode()


def test_items_about_people_cost_no_query_each(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            person = builders.make_person()
            subject = uuid4()
            raise_item(
                program=program,
                kind="something_new",
                subject_uid=subject,
                people=[person],
                facts={},
                now=now,
            )
        with CaptureQueriesContext(connection) as queries:
            desk.get(HEALTH)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_time_that_passes_shows_before_any_refresh(
    desk: Client, program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    assert "1 pair is keeping its rhythm." in text_of(desk.get(HEALTH))
    later = now + 45 * DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    page = text_of(desk.get(HEALTH))
    assert "0 of 1 pair is keeping its rhythm." in page
    # Due on 18 December.
    assert "20 days late" in page
    late = text_of(desk.get(f"{reverse('dashboard:list-pairs')}?status=late"))
    assert "Kofi B. mentors Mark T." in late


def test_the_address_of_the_view_can_be_copied(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    refresh(now)
    body = desk.get(HEALTH, {"department": "Sales"}).content.decode()
    assert 'value="http://testserver/hr/?department=Sales" readonly' in body


def test_a_department_that_is_chosen_narrows_the_drawing_and_keeps_the_menu(
    desk: Client, program: Program, now: datetime
) -> None:
    make_couple(program, "Kofi Boateng", "Mark Tiller", LAST_WEEK)
    other = make_couple(program, "Amara Osei", "Ingrid Sand", LAST_WEEK)
    User.objects.filter(pk=other.mentor_id).update(department="Legal")
    refresh(now)
    page = desk.get(HEALTH, {"department": "Legal"})
    assert "Mentors from Mentees from Pairs Legal Sales 1" in text_of(page)
    assert "?department=Data" in page.content.decode()


def test_the_page_stays_small(desk: Client, program: Program, now: datetime) -> None:
    for number in range(12):
        pair = make_couple(program, f"Ada{number} Bell", f"Vera{number} Holt", LAST_WEEK)
        raise_late(pair, now)
        User.objects.filter(pk=pair.mentor_id).update(department=f"Department {number}")
        User.objects.filter(pk=pair.mentee_id).update(department=f"Team {number % 5}")
    refresh(now)
    body = desk.get(HEALTH).content.decode()
    assert len(re.findall(r"<[a-z]", body)) <= 3000
