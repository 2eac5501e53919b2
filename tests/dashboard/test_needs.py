from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from attention.actions import raise_item
from meetings.actions.outcome import CHECK_IN
from pairings.actions.items import INVALID_PAIR, NEXT_PARTNER, POWER_CLAUSE
from pairings.models import Pairing
from programs.models import Program
from programs.rules import Role
from tests import builders
from tests.dashboard.stage import IN_SEPTEMBER, main_of, meet, raise_late, refresh

NEEDS = "/hr/needs/"


def test_a_late_pair_is_named_with_how_late_it_is(
    desk: Client, pair: Pairing, now: datetime
) -> None:
    meet(pair, IN_SEPTEMBER)
    raise_late(pair, now - timedelta(days=2))
    refresh(now)
    page = main_of(desk.get(NEEDS))
    assert "Priya and Tom Ten days past the due date, nothing planned. 40 days late 21 Nov" in page


@pytest.mark.parametrize(
    ("kind", "facts", "why"),
    [
        ("rhythm", {"cause": "stalled"}, "Stalled: reminders alone did not help."),
        ("rhythm", {"cause": "no_first_date"}, "Two weeks together, and no first date yet."),
        ("rhythm", {}, "Out of rhythm."),
        (CHECK_IN, {}, "A short check-in with both would help."),
        (
            INVALID_PAIR,
            {"rules": ["level_gap", "no_shared_language"]},
            "No valid pair any more: their levels are too close; they share no language.",
        ),
        (INVALID_PAIR, {}, "No valid pair any more: a rule is broken."),
        (POWER_CLAUSE, {"rules": ["reporting_line"]}, "Now in one reporting line"),
        ("something_new", {}, "Needs a look."),
    ],
)
def test_every_reason_is_a_sentence(
    desk: Client, pair: Pairing, now: datetime, kind: str, facts: dict[str, object], why: str
) -> None:
    raise_item(
        program=pair.program,
        kind=kind,
        subject_uid=pair.uid,
        people=[pair.mentor, pair.mentee],
        facts=facts,
        now=now,
    )
    assert why in main_of(desk.get(NEEDS))


def test_a_person_without_a_partner_leads_to_pairing_them(
    desk: Client, program: Program, mentor: User, now: datetime
) -> None:
    place = builders.make_enrollment(program, mentor, Role.MENTOR)
    raise_item(
        program=program,
        kind=NEXT_PARTNER,
        subject_uid=place.uid,
        people=[mentor],
        facts={},
        now=now,
    )
    response = desk.get(NEEDS)
    assert "Priya N. Enrolled, and without a partner again." in main_of(response)
    propose = reverse("dashboard:propose-pair", args=[program.uid])
    assert f'href="{propose}?mentor={place.uid}"' in response.content.decode()
    chosen = desk.get(propose, {"mentor": str(place.uid)}).content.decode()
    assert f'<option value="{place.uid}" selected>' in chosen


def test_an_item_of_an_unknown_subject_still_names_its_people(
    desk: Client, program: Program, mentor: User, now: datetime
) -> None:
    raise_item(program=program, kind="new", subject_uid=uuid4(), people=[mentor], facts={}, now=now)
    assert "Priya N. Needs a look." in main_of(desk.get(NEEDS))


def test_put_aside_for_three_days(
    desk: Client, pair: Pairing, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = raise_late(pair, now)
    page = desk.post(reverse("dashboard:snooze-need", args=[item.uid]), follow=True)
    assert "Put aside for three days." in main_of(page)
    assert "Nothing needs you now" in main_of(page)
    monkeypatch.setattr("core.clock.now", lambda: now + timedelta(days=3, minutes=1))
    assert "Priya and Tom" in main_of(desk.get(NEEDS))


def test_taken_off_the_queue(desk: Client, pair: Pairing, now: datetime) -> None:
    item = raise_late(pair, now)
    page = desk.post(reverse("dashboard:dismiss-need", args=[item.uid]), follow=True)
    assert "Taken off the queue." in main_of(page)
    item.refresh_from_db()
    assert item.settled_how == "dismissed"


@pytest.mark.parametrize("name", ["dismiss-need", "snooze-need"])
def test_reading_an_address_settles_nothing(
    desk: Client, pair: Pairing, now: datetime, name: str
) -> None:
    item = raise_late(pair, now)
    assert desk.get(reverse(f"dashboard:{name}", args=[item.uid])).status_code == 405
    item.refresh_from_db()
    assert (item.settled_at, item.snoozed_until) == (None, None)


def test_an_item_about_ones_own_line_is_not_there(
    desk: Client, coordinator: User, pair: Pairing, now: datetime
) -> None:
    item = raise_late(pair, now)
    User.objects.filter(pk=coordinator.pk).update(manager=pair.mentee)
    assert "Nothing needs you now" in main_of(desk.get(NEEDS))
    answer = desk.post(reverse("dashboard:dismiss-need", args=[item.uid]))
    assert answer.status_code == 404
    item.refresh_from_db()
    assert item.settled_at is None
