"""Answering from a mail: reading writes nothing, two taps answer, once, and it can be undone."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from core import clock
from core.tokens import LIFETIME, make_token
from lifecycle.actions import end_pair
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import HELD, Meeting
from outbox.models import OutboxMessage
from pairings.models import Pairing
from pairings.rules import EndReason
from reminders.actions import sweep
from reminders.emails import MET, NEW_DATE, NOT_YET, STOP, render_nudge
from reminders.models import Mute, UsedLink
from tests.builders import make_pair

DAY = timedelta(days=1)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, behind: datetime) -> datetime:
    """Web requests happen on the morning after the first meeting was due."""
    monkeypatch.setattr(clock, "now", lambda: behind)
    return behind


def link(purpose: str, pair: Pairing, now: datetime, *, nonce: str = "mail-1") -> str:
    """Return the address of a button in a mail to the mentor."""
    token = make_token(
        purpose, person_id=pair.mentor_id, subject_uid=pair.uid, nonce=nonce, now=now
    )
    return f"/a/{token}/"


@pytest.mark.parametrize("purpose", [MET, NOT_YET, NEW_DATE])
def test_reading_a_link_writes_nothing(
    client: Client, pair: Pairing, now: datetime, purpose: str
) -> None:
    address = link(purpose, pair, now)
    for fetch in (client.get, client.head):
        assert fetch(address).status_code == 200
    assert not UsedLink.objects.exists()
    assert not Meeting.objects.exists()


def test_we_met_takes_two_taps(client: Client, pair: Pairing, now: datetime) -> None:
    page = client.get(link(MET, pair, now)).content.decode()
    assert "Did you and Tom meet?" in page
    assert "2026-09-16" in page
    answer = client.post(link(MET, pair, now), {"on": "2026-09-16"}, follow=True)
    assert "logged" in answer.content.decode()
    meeting = Meeting.objects.get()
    assert (meeting.state, str(meeting.held_on)) == (HELD, "2026-09-16")


def test_the_planned_meeting_is_the_one_that_was_held(
    client: Client, pair: Pairing, now: datetime
) -> None:
    planned = plan_meeting(pair, PlanDraft(now - 2 * DAY, 45), by=pair.mentor, now=now - 3 * DAY)
    client.post(link(MET, pair, now), {"on": str((now - 2 * DAY).date())})
    meeting = Meeting.objects.get()
    assert meeting.uid == planned.uid
    assert meeting.held_on == (now - 2 * DAY).date()


def test_a_link_is_used_once_and_undo_makes_it_usable_again(
    client: Client, pair: Pairing, now: datetime
) -> None:
    address = link(MET, pair, now)
    client.post(address, {"on": "2026-09-16"})
    client.post(address, {"on": "2026-09-15"})
    assert Meeting.objects.filter(state=HELD).count() == 1
    client.post(address, {"act": "undo"})
    assert not Meeting.objects.filter(state=HELD).exists()
    client.post(address, {"on": "2026-09-15"})
    assert str(Meeting.objects.get(state=HELD).held_on) == "2026-09-15"


def test_one_mail_is_one_question(client: Client, pair: Pairing, now: datetime) -> None:
    client.post(link(MET, pair, now), {"on": "2026-09-16"})
    page = client.get(link(NOT_YET, pair, now)).content.decode()
    assert "logged" in page


def test_not_yet_falls_through_and_asks_for_the_next_date(
    client: Client, pair: Pairing, now: datetime
) -> None:
    plan_meeting(pair, PlanDraft(now - 2 * DAY, 45), by=pair.mentor, now=now - 3 * DAY)
    page = client.post(link(NOT_YET, pair, now), follow=True).content.decode()
    assert Meeting.objects.get().fell_through
    assert "Pause us for a while" in page
    found = re.search(r'name="at" value="([^"]+)"', page)
    assert found is not None
    client.post(link(NOT_YET, pair, now), {"act": "plan", "at": found[1]})
    assert Meeting.objects.filter(state="planned").count() == 1


def test_a_pause_can_be_taken_from_the_mail(client: Client, pair: Pairing, now: datetime) -> None:
    client.post(link(NOT_YET, pair, now))
    until = (now + 10 * DAY).date()
    client.post(link(NOT_YET, pair, now), {"act": "pause", "until": str(until)})
    pair.refresh_from_db()
    assert pair.paused_until == until


def test_a_suggested_time_is_prefilled(client: Client, pair: Pairing, now: datetime) -> None:
    page = client.get(f"{link(NEW_DATE, pair, now)}?at=20260921T0800").content.decode()
    assert "2026-09-21" in page
    assert "10:00" in page
    client.post(link(NEW_DATE, pair, now), {"day": "2026-09-21", "time": "10:00"})
    assert Meeting.objects.get().starts_at.isoformat() == "2026-09-21T08:00:00+00:00"


@pytest.mark.parametrize(
    ("purpose", "data"),
    [
        (MET, {"on": "2031-01-01"}),
        (MET, {"on": "yesterday\x00"}),
        (MET, {}),
        (NEW_DATE, {"day": "9999-12-31", "time": "23:59"}),
        (NEW_DATE, {"day": "1900-01-01", "time": "10:00"}),
        (NEW_DATE, {"day": "2026-09-21", "time": "25:00"}),
    ],
)
def test_bad_input_is_answered_in_words(
    client: Client, pair: Pairing, now: datetime, purpose: str, data: dict[str, str]
) -> None:
    response = client.post(link(purpose, pair, now), data)
    assert response.status_code in (400, 409, 422)
    assert not Meeting.objects.exists()
    assert not UsedLink.objects.exists()


def test_an_old_link_says_so(client: Client, pair: Pairing, now: datetime) -> None:
    address = link(MET, pair, now - LIFETIME)
    response = client.post(address, {"on": "2026-09-16"})
    assert response.status_code == 410
    assert not Meeting.objects.exists()


def test_another_person_who_is_signed_in_is_refused(
    client: Client, pair: Pairing, now: datetime, stranger: User
) -> None:
    client.force_login(stranger)
    response = client.post(link(MET, pair, now), {"on": "2026-09-16"})
    assert response.status_code == 403
    assert not Meeting.objects.exists()


def test_an_ended_pair_says_so_kindly(
    client: Client, pair: Pairing, now: datetime, hr_admin: User
) -> None:
    end_pair(pair, reason=EndReason.OTHER, by=hr_admin, now=now)
    response = client.get(link(MET, pair, now))
    assert response.status_code == 410
    assert "no longer a pair" in response.content.decode()


def test_a_changed_link_is_none_of_ours(client: Client, pair: Pairing, now: datetime) -> None:
    address = link(MET, pair, now)
    response = client.get(f"{address[:-3]}x/")
    assert response.status_code == 404


def test_a_link_of_another_pair_does_not_answer_this_one(
    client: Client, pair: Pairing, now: datetime
) -> None:
    other = make_pair()
    token = make_token(MET, person_id=pair.mentor_id, subject_uid=other.uid, nonce="n", now=now)
    assert client.post(f"/a/{token}/", {"on": "2026-09-16"}).status_code == 404
    assert not Meeting.objects.exists()


def test_one_click_stops_the_nudges_of_this_pair(
    client: Client, pair: Pairing, now: datetime
) -> None:
    sweep(now=now)
    row = OutboxMessage.objects.get(person_id=pair.mentor_id)
    mail = render_nudge(row.envelope(), now)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail.headers["List-Unsubscribe"].strip("<>").partition("8000")[2]
    strict = Client(enforce_csrf_checks=True)
    assert not Mute.objects.exists()
    strict.get(address)
    assert not Mute.objects.exists()
    strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert list(Mute.objects.values_list("person_id", "pairing_id")) == [(pair.mentor_id, pair.pk)]


def test_a_stop_link_answers_nothing_else(client: Client, pair: Pairing, now: datetime) -> None:
    assert client.get(link(STOP, pair, now)).status_code == 404
    token = link(MET, pair, now).removeprefix("/a/").strip("/")
    assert client.post(f"/reminders/stop/{token}/").status_code == 404
    assert not Mute.objects.exists()


def test_the_answer_needs_a_form_token(pair: Pairing, now: datetime, settings: Settings) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(MET, pair, now), {"on": "2026-09-16"}).status_code == 403
    assert not Meeting.objects.exists()
