from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from meetings.actions import PlanDraft, plan_meeting
from meetings.models import InformalContact, Meeting, Note
from pairings.models import Pairing
from tests.meetings.stage import DAY
from tests.meetings.test_meeting_pages import address, log_data, plan_data

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def client_of_mentor(mentor: User, sign_in: SignIn) -> Client:
    return sign_in(mentor)


LENGTHS = ["0", "-5", "4", "481", "1e9", "1000000000", "NaN", "inf", "45.5", "\x00", "", "x" * 5000]


@pytest.mark.parametrize("minutes", LENGTHS)
@pytest.mark.parametrize("name", ["log-meeting", "plan-meeting"])
def test_a_length_that_is_none_is_answered_beside_the_field(
    pair: Pairing, client_of_mentor: Client, name: str, minutes: str
) -> None:
    make = log_data if name == "log-meeting" else plan_data
    data = make(length="other", minutes=minutes)
    page = client_of_mentor.post(address(name, pair), data)
    form = page.context["form"]
    assert list(form.errors) == ["minutes"]
    assert form["minutes"].value() == minutes
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("length", ["46", "0", "NaN", "", "\x00"])
def test_a_length_that_is_not_offered_is_refused(
    pair: Pairing, client_of_mentor: Client, length: str
) -> None:
    page = client_of_mentor.post(address("log-meeting", pair), log_data(length=length))
    assert list(page.context["form"].errors) == ["length"]


@pytest.mark.parametrize(
    "day",
    [
        "1900-01-01",
        "0001-01-01",
        "9999-12-31",
        "2026-11-24",
        "2026-08-31",
        "2026-02-30",
        "\x00",
        "",
    ],
)
def test_a_day_that_cannot_be_is_answered_beside_the_field(
    pair: Pairing, client_of_mentor: Client, day: str
) -> None:
    data = log_data(day="other", held_on=day, note="kept")
    page = client_of_mentor.post(address("log-meeting", pair), data)
    form = page.context["form"]
    assert list(form.errors) == ["held_on"]
    assert (form["held_on"].value(), form["note"].value()) == (day, "kept")
    assert not Meeting.objects.exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("day", ["tomorrow", "9999-12-31", "1900-01-01", "\x00"])
def test_a_day_that_is_not_offered_is_refused(
    pair: Pairing, client_of_mentor: Client, day: str
) -> None:
    page = client_of_mentor.post(address("log-meeting", pair), log_data(day=day))
    assert page.context["form"].errors
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("on", "at", "field"),
    [
        ("1900-01-01", "10:00", "on"),
        ("0001-01-01", "00:00", "on"),
        ("9999-12-31", "23:59", "on"),
        ("2027-03-01", "10:00", "on"),
        ("2026-11-23", "08:00", "on"),
        ("2026-02-30", "10:00", "on"),
        ("2026-12-02", "25:00", "at"),
        ("2026-12-02", "\x00", "at"),
        ("2026-12-02", "", "at"),
    ],
)
def test_a_time_that_cannot_be_is_answered_beside_the_field(
    pair: Pairing, client_of_mentor: Client, on: str, at: str, field: str
) -> None:
    page = client_of_mentor.post(address("plan-meeting", pair), plan_data(on=on, at=at))
    form = page.context["form"]
    assert list(form.errors) == [field]
    assert (form["on"].value(), form["at"].value()) == (on, at)
    assert not Meeting.objects.exists()


def test_a_time_that_the_clocks_leave_out_does_not_exist(
    pair: Pairing, mentor: User, client_of_mentor: Client
) -> None:
    Pairing.objects.update(ends_on="2027-06-30")
    data = plan_data(on="2027-03-28", at="02:30")
    page = client_of_mentor.post(address("plan-meeting", pair), data)
    assert "leave this time out" in str(page.context["form"].errors["at"])
    again = client_of_mentor.post(address("plan-meeting", pair), data | {"at": "03:30"})
    assert again.status_code == 302


@pytest.mark.parametrize("count", ["", "0", "1", "-3", "53", "1e9", "NaN"])
def test_a_series_of_a_strange_number_is_refused(
    pair: Pairing, client_of_mentor: Client, count: str
) -> None:
    data = plan_data(repeat="series", count=count)
    page = client_of_mentor.post(address("plan-meeting", pair), data)
    assert list(page.context["form"].errors) == ["count"]
    assert not Meeting.objects.exists()


def test_an_overlap_is_said_beside_the_time(
    pair: Pairing, mentor: User, client_of_mentor: Client
) -> None:
    client_of_mentor.post(address("plan-meeting", pair), plan_data())
    page = client_of_mentor.post(address("plan-meeting", pair), plan_data(at="14:15"))
    assert list(page.context["form"].errors) == ["at"]


def test_a_bad_move_leaves_the_date_and_keeps_what_was_typed(
    pair: Pairing, mentor: User, now: datetime, client_of_mentor: Client
) -> None:
    planned = plan_meeting(pair, PlanDraft(now + DAY, 45), by=mentor, now=now)
    where = address("move-meeting", pair, planned.uid)
    page = client_of_mentor.post(where, plan_data(on="2019-01-01"))
    assert page.context["form"]["on"].value() == "2019-01-01"
    planned.refresh_from_db()
    assert planned.starts_at == now + DAY


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001, "x" * 1_000_000, "a\x00b"])
def test_a_text_that_cannot_be_kept_is_answered_beside_it(
    pair: Pairing, client_of_mentor: Client, text: str
) -> None:
    data = {"text": text, "reader": "private", "uid": "5a4e3f0e-9d0e-4c53-a9a5-0d3b8f6f0001"}
    page = client_of_mentor.post(address("write-note", pair), data)
    form = page.context["form"]
    assert list(form.errors) == ["text"]
    assert form["text"].value() == text
    assert not Note.objects.exists()


@pytest.mark.parametrize("uid", ["", "1", "\x00", "' OR 1=1 --"])
def test_a_broken_form_writes_nothing(pair: Pairing, client_of_mentor: Client, uid: str) -> None:
    data = {"text": "hello", "reader": "private", "uid": uid}
    page = client_of_mentor.post(address("write-note", pair), data)
    assert "uid" in page.context["form"].errors
    assert not Note.objects.exists()


def test_a_body_too_large_to_read_is_no_crash(pair: Pairing, client_of_mentor: Client) -> None:
    data = {"text": "x" * 3_000_000, "reader": "private"}
    assert client_of_mentor.post(address("write-note", pair), data).status_code == 400
    assert not Note.objects.exists()


def test_markup_in_a_note_is_text(pair: Pairing, client_of_mentor: Client) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}} 👩🏽‍💻"
    data = {"text": text, "reader": "private", "uid": "5a4e3f0e-9d0e-4c53-a9a5-0d3b8f6f0001"}
    page = client_of_mentor.post(address("write-note", pair), data, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{7*7}} 👩🏽‍💻" in page


@pytest.mark.parametrize("kind", ["", "pigeon", "\x00", "x" * 300])
def test_an_unknown_contact_is_said_in_words(
    pair: Pairing, client_of_mentor: Client, kind: str
) -> None:
    answer = client_of_mentor.post(address("log-contact", pair), {"kind": kind})
    assert answer.status_code == 409
    assert "Choose a message, a call or a corridor chat" in answer.content.decode()
    assert not InformalContact.objects.exists()


def test_what_is_not_an_id_has_no_page(pair: Pairing, client_of_mentor: Client) -> None:
    assert client_of_mentor.get(f"/pairs/{pair.pk}/meetings/").status_code == 404
    where = reverse("meetings:undo-log", args=[pair.uid, pair.uid])
    assert client_of_mentor.post(where).status_code == 404


def test_reading_a_form_that_writes_is_refused(pair: Pairing, client_of_mentor: Client) -> None:
    assert client_of_mentor.get(address("log-now", pair)).status_code == 405
    assert not Meeting.objects.exists()
