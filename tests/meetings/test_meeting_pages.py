from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from meetings.actions import LogDraft, PlanDraft, log_meeting, plan_meeting
from meetings.models import CANCELLED, DELETED, HELD, MOVED, NOT_MET, InformalContact, Meeting, Note
from pairings.models import Pairing
from tests import builders
from tests.meetings.stage import DAY, HOUR, planned_before

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def address(name: str, pair: Pairing, *rest: object) -> str:
    return reverse(f"meetings:{name}", args=[pair.uid, *rest])


def log_data(**fields: str) -> dict[str, str]:
    usual = {
        "day": "2026-11-23",
        "length": "45",
        "channel": "video",
        "note_uid": "5a4e3f0e-9d0e-4c53-a9a5-0d3b8f6f0001",
    }
    return usual | fields


def plan_data(**fields: str) -> dict[str, str]:
    usual = {
        "on": "2026-12-02",
        "at": "14:00",
        "length": "30",
        "channel": "phone",
        "repeat": "once",
    }
    return usual | fields


def test_one_click_logs_and_can_be_undone(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    client = sign_in(mentor)
    page = client.post(address("log-now", pair), follow=True).content.decode()
    meeting = Meeting.objects.get()
    assert meeting.state == HELD
    undo = address("undo-log", pair, meeting.uid)
    assert f'action="{undo}"' in page
    client.post(undo)
    meeting.refresh_from_db()
    assert meeting.state == DELETED


def test_a_button_elsewhere_comes_back_there_but_never_to_another_site(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    there = client.post(address("log-now", pair), {"next": "/programs/"})
    assert there.headers["Location"] == "/programs/"
    away = client.post(address("log-now", pair), {"next": "//evil.example/"})
    assert away.headers["Location"] == address("list-meetings", pair)


def test_the_form_logs_day_length_place_and_a_private_note(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    data = log_data(
        day="other",
        held_on="2026-11-16",
        length="other",
        minutes="70",
        channel="office",
        note="canary",
    )
    sign_in(mentor).post(address("log-meeting", pair), data)
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.length, meeting.kind) == (date(2026, 11, 16), 70, "office")
    assert not Note.objects.get().is_shared


def test_the_form_sent_twice_logs_once(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    planned_before(pair, datetime(2026, 11, 20, 9, tzinfo=UTC))
    client = sign_in(mentor)
    for _click in range(2):
        answer = client.post(address("log-meeting", pair), log_data(day="2026-11-20", note="once"))
        assert answer.headers["Location"] == address("list-meetings", pair)
    assert Meeting.objects.get().logs.count() == 1
    assert Note.objects.count() == 1


def test_a_planned_day_without_an_answer_is_offered_first(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    planned_before(pair, datetime(2026, 11, 18, 9, tzinfo=UTC))
    page = sign_in(mentor).get(address("log-meeting", pair))
    assert page.context["form"]["day"].value() == "2026-11-18"
    assert "Wed 18 Nov" in page.content.decode()


def test_a_corridor_chat_is_contact_and_no_meeting(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    data = log_data(channel="corridor", note="she knows a shortcut")
    page = sign_in(mentor).post(address("log-meeting", pair), data, follow=True)
    assert "It counts as contact" in page.content.decode()
    assert InformalContact.objects.get().kind == "corridor"
    assert Note.objects.get().author == mentor
    assert not Meeting.objects.exists()


def test_the_partners_log_of_the_day_is_merged_and_said_so(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    log_meeting(pair, LogDraft(on=date(2026, 11, 22)), by=mentor, now=now)
    page = sign_in(mentee).post(address("log-now", pair), follow=True).content.decode()
    assert "as Priya did: it is one conversation" in page
    assert Meeting.objects.count() == 1


def test_a_date_is_planned_in_the_persons_own_time(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentor.pk).update(time_zone="Asia/Kolkata")
    mentor.refresh_from_db()
    sign_in(mentor).post(address("plan-meeting", pair), plan_data())
    assert Meeting.objects.get().starts_at == datetime(2026, 12, 2, 8, 30, tzinfo=UTC)


def test_both_clocks_are_shown_when_they_differ(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    User.objects.filter(pk=mentee.pk).update(time_zone="America/New_York")
    starts_at = datetime(2026, 12, 2, 13, tzinfo=UTC)
    plan_meeting(pair, PlanDraft(starts_at, 45), by=mentor, now=now)
    page = sign_in(mentor).get(address("list-meetings", pair)).content.decode()
    assert "Wed 2 Dec, 14:00 to 14:45" in page
    assert "Tom: Wed 08:00 (New York)" in page


def test_a_series_is_planned_from_the_form(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    data = plan_data(repeat="series", count="3")
    page = sign_in(mentor).post(address("plan-meeting", pair), data, follow=True)
    assert "3 dates are set." in page.content.decode()
    assert Meeting.objects.count() == 3


def test_the_plan_proposes_the_due_day_and_the_usual_length(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    log_meeting(pair, LogDraft(on=date(2026, 11, 2), minutes=60), by=mentor, now=now)
    form = sign_in(mentor).get(address("plan-meeting", pair)).context["form"]
    assert (form["on"].value(), form["length"].value()) == (date(2026, 12, 2), "60")


def test_a_date_is_moved_from_its_page(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 4 * DAY, 45), by=mentor, now=now)
    client = sign_in(mentor)
    shown = client.get(address("move-meeting", pair, planned.uid)).context["form"]
    assert shown["on"].value() == date(2026, 11, 27)
    client.post(address("move-meeting", pair, planned.uid), plan_data())
    planned.refresh_from_db()
    assert planned.starts_at == datetime(2026, 12, 2, 13, tzinfo=UTC)


def test_after_its_time_a_new_date_is_the_same_page(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    planned = planned_before(pair, now - DAY)
    client = sign_in(mentor)
    page = client.get(address("list-meetings", pair)).content.decode()
    assert address("move-meeting", pair, planned.uid) in page
    client.post(address("move-meeting", pair, planned.uid), plan_data())
    planned.refresh_from_db()
    assert (planned.state, planned.fell_through) == (MOVED, True)


def test_cancelling_asks_first(pair: Pairing, mentor: User, now: datetime, sign_in: SignIn) -> None:
    planned = plan_meeting(pair, PlanDraft(now + 4 * DAY, 45), by=mentor, now=now)
    client = sign_in(mentor)
    where = address("cancel-meeting", pair, planned.uid)
    assert "Call it off" in client.get(where).content.decode()
    assert Meeting.objects.get().state == "planned"
    client.post(where)
    assert Meeting.objects.get().state == CANCELLED


def test_a_series_is_cancelled_from_one_date_on(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    client.post(address("plan-meeting", pair), plan_data(repeat="series", count="3"))
    second = Meeting.objects.order_by("starts_at")[1]
    where = address("cancel-meeting", pair, second.uid)
    assert "Also the date that follows" in client.get(where).content.decode()
    client.post(where, {"with_later": "yes"})
    assert Meeting.objects.filter(state=CANCELLED).count() == 2


def test_not_yet_leads_to_the_next_date(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    planned = planned_before(pair, now - DAY)
    answer = sign_in(mentor).post(address("say-not-yet", pair, planned.uid))
    assert answer.headers["Location"] == address("plan-meeting", pair)
    assert Meeting.objects.get().state == NOT_MET


def test_a_private_not_yet_shows_only_to_its_author(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    reported = log_meeting(pair, by=mentor, now=now - HOUR)
    client = sign_in(mentor)
    before = client.get(address("list-meetings", pair)).context["page"].past[0]
    client = sign_in(mentee)
    page = client.post(address("say-not-yet", pair, reported.uid), follow=True)
    assert "only you and the program team know" in page.content.decode()
    after_page = sign_in(mentor).get(address("list-meetings", pair))
    assert after_page.context["page"].past[0] == before
    assert "not yet" not in after_page.content.decode().lower()


def test_a_contact_is_noted_in_one_tap_and_undone(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    page = client.post(address("log-contact", pair), {"kind": "message"}, follow=True)
    contact = InformalContact.objects.get()
    undo = address("undo-contact", pair, contact.uid)
    assert undo in page.content.decode()
    client.post(undo)
    contact.refresh_from_db()
    assert contact.undone_at is not None


def test_an_ended_pair_still_reads_its_meetings(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    log_meeting(pair, by=mentor, now=now)
    Pairing.objects.update(state="ended")
    page = sign_in(mentor).get(address("list-meetings", pair)).content.decode()
    assert "Reported" in page
    assert address("log-now", pair) not in page
    refused = sign_in(mentor).post(address("log-now", pair))
    assert refused.status_code == 409
    assert "not meeting now" in refused.content.decode()


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("coordinator", 403)])
@pytest.mark.parametrize("name", ["list-meetings", "log-meeting", "plan-meeting"])
def test_the_pages_are_the_pairs_alone(
    pair: Pairing,
    sign_in: SignIn,
    who: str,
    status: int,
    name: str,
    request: pytest.FixtureRequest,
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(address(name, pair)).status_code == status
    assert client.post(address(name, pair)).status_code in (status, 405)


def test_another_pairs_meeting_does_not_exist_here(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    other = builders.make_pair(program=pair.program)
    theirs = plan_meeting(other, PlanDraft(now + DAY, 45), by=other.mentor, now=now)
    client = sign_in(mentor)
    for name in ("log-planned", "say-not-yet", "undo-log", "cancel-meeting", "move-meeting"):
        assert client.post(address(name, pair, theirs.uid)).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.state, theirs.starts_at) == ("planned", now + timedelta(days=1))
