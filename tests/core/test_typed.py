"""The sign-in ran out in the middle of a form: nothing typed is lost, and nobody else sees it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contracts.actions import open_contract
from contracts.queries.parts import own_parts
from core import clock
from core.typed import COOKIE
from meetings.models import Note
from pairings.models import Pairing
from programs.rules import Role
from tests.contracts.browsing import form_at
from tests.page_forms import forms_of

SignIn = Callable[[User], Client]
WORDS = "She said: ask the night shift.\r\nThey know."
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def note(**fields: str) -> dict[str, str]:
    usual = {"text": WORDS, "reader": "private", "uid": "5a4e3f0e-9d0e-4c53-a9a5-0d3b8f6f0001"}
    return usual | fields


def write(pair: Pairing) -> str:
    return reverse("meetings:write-note", args=[pair.uid])


def time_out(client: Client, person: User) -> None:
    """Let somebody read a page, and then the session end."""
    client.force_login(person)
    client.get("/")
    del client.cookies["sessionid"]


def kept_at(answer: Any) -> str:
    """Return the page that a sign-in leads to."""
    location: str = answer.headers["Location"]
    assert location.startswith("/accounts/login/?next=/typed/")
    return location.partition("next=")[2]


def send(client: Client, page: Any) -> Any:
    """Press the button of the page that offers what was typed."""
    forms = forms_of(page.content.decode(), "")
    form = next(form for form in forms if "typed_uid" in form.fields)
    return client.post(form.action, form.filled(), follow=True)


def test_a_note_is_there_again_after_signing_in(
    client: Client, pair: Pairing, mentor: User
) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note()))
    assert not Note.objects.exists()
    client.force_login(mentor)
    page = client.get(where)
    assert "ask the night shift" in page.content.decode()
    send(client, page)
    assert Note.objects.get().text == WORDS.replace("\r\n", "\n")


def test_a_form_with_a_mistake_comes_back_filled(
    client: Client, pair: Pairing, mentor: User
) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note(reader="nobody")))
    client.force_login(mentor)
    answer = send(client, client.get(where))
    assert answer.context["form"].errors["reader"]
    assert "ask the night shift" in answer.content.decode()


def test_the_sign_in_page_says_that_it_is_kept(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    page = client.post(write(pair), note(), follow=True)
    assert "What you typed is kept" in page.content.decode()
    assert "night shift" not in page.content.decode()


def test_somebody_else_who_signs_in_sees_nothing(
    client: Client, pair: Pairing, mentor: User, mentee: User
) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note()))
    client.force_login(mentee)
    page = client.get(where)
    assert (page.status_code, "night shift" in page.content.decode()) == (404, False)


def test_after_half_an_hour_it_is_gone(
    client: Client, pair: Pairing, mentor: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note()))
    client.force_login(mentor)
    monkeypatch.setattr(clock, "now", lambda: now + 29 * MINUTE)
    assert client.get(where).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now + 30 * MINUTE)
    assert client.get(where).status_code == 404


def test_once_sent_it_is_let_go(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note()))
    client.force_login(mentor)
    send(client, client.get(where))
    page = client.get(where)
    assert (page.status_code, "night shift" in page.content.decode()) == (404, False)


def test_it_can_be_thrown_away(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note()))
    client.force_login(mentor)
    for _click in range(2):
        client.post(f"{where}forget/")
    assert client.get(where).status_code == 404


def test_it_waits_encrypted(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    client.post(write(pair), note(text="canary-kept"))
    stored = [str(session.get_decoded()) for session in Session.objects.all()]
    assert any("typed" in each for each in stored)
    assert not any("canary-kept" in each for each in stored)


def test_passwords_and_codes_are_never_kept(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    secrets = {"new_password": "hunter-2222", "code": "hunter-2222", "token": "hunter-2222"}
    where = kept_at(client.post(write(pair), note() | secrets))
    client.force_login(mentor)
    page = client.get(where).content.decode()
    assert ("night shift" in page, "hunter-2222" in page) == (True, False)


def test_a_stranger_to_this_browser_leaves_nothing(client: Client, pair: Pairing) -> None:
    answer = client.post(write(pair), note())
    assert answer.headers["Location"] == f"/accounts/login/?next={write(pair)}"
    assert not Session.objects.exists()


def test_more_than_64_kilobytes_are_not_kept_and_that_is_said(
    client: Client, pair: Pairing, mentor: User
) -> None:
    time_out(client, mentor)
    answer = client.post(write(pair), note(text="x " * 33_000), follow=True)
    assert "too long to keep" in answer.content.decode()


def test_of_four_forms_the_last_three_are_kept(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    pages = [kept_at(client.post(write(pair), note(text=f"note no {n}"))) for n in range(4)]
    client.force_login(mentor)
    assert [client.get(page).status_code for page in pages] == [404, 200, 200, 200]


def test_a_signature_is_asked_anew(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    sign = reverse("contracts:sign-agreement", args=[pair.uid])
    answer = client.post(sign, {"typed_name": "Priya Nair", "consent": "on"})
    assert answer.headers["Location"] == f"/accounts/login/?next={sign}"


def test_one_tap_is_kept_like_a_form(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(reverse("meetings:log-now", args=[pair.uid]), {"next": "/"}))
    client.force_login(mentor)
    answer = send(client, client.get(where))
    assert answer.redirect_chain == [("/", 302)]
    assert pair.meetings.count() == 1


def test_the_page_of_the_form_is_one_click_away(
    client: Client, pair: Pairing, mentor: User
) -> None:
    time_out(client, mentor)
    notes = reverse("meetings:list-notes", args=[pair.uid])
    for start, is_ours in (("http://testserver", True), ("http://evil.example", False)):
        answer = client.post(write(pair), note(), headers={"Referer": start + notes})
        client.force_login(mentor)
        page = client.get(kept_at(answer)).content.decode()
        assert ("Open the page without it" in page) is is_ours
        del client.cookies["sessionid"]


@pytest.fixture
def strict(mentor: User) -> Client:
    """A browser whose forms are checked; Priya is signed in and has read a page."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(mentor)
    client.get("/")
    return client


OURS = {"Origin": "http://testserver"}


def test_a_form_older_than_the_sign_in_is_offered_again(
    strict: Client, pair: Pairing, mentor: User
) -> None:
    answer = strict.post(write(pair), note(csrfmiddlewaretoken="x" * 64), headers=OURS)
    assert answer.headers["Location"].startswith("/typed/")
    page = strict.get(answer.headers["Location"])
    assert "ask the night shift" in page.content.decode()
    assert "x" * 64 not in page.content.decode()
    send(strict, page)
    assert Note.objects.count() == 1


@pytest.mark.parametrize("origin", [{}, {"Origin": "null"}, {"Origin": "http://evil.example"}])
def test_a_form_of_another_site_is_refused_as_ever(
    strict: Client, pair: Pairing, origin: dict[str, str]
) -> None:
    answer = strict.post(write(pair), note(), headers=origin)
    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()


def test_who_is_signed_out_and_sends_no_token_leaves_nothing(pair: Pairing, mentor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    time_out(client, mentor)
    assert client.post(write(pair), note(), headers=OURS).status_code == 403


def test_the_mark_of_a_browser_tells_no_id(client: Client, mentor: User) -> None:
    client.force_login(mentor)
    client.get("/")
    mark = client.cookies[COOKIE]
    assert mark["httponly"]
    assert str(mentor.uid) not in mark.value
    assert len(mark.value) == 32


def test_a_draft_of_an_agreement_is_there_again(
    client: Client, pair: Pairing, mentor: User, now: datetime
) -> None:
    version = open_contract(pairing=pair, now=now).versions.get()
    where = reverse("contracts:show-agreement", args=[pair.uid])
    time_out(client, mentor)
    client.force_login(mentor)
    typed = form_at(client, where) | {"goal_1": "See how money is decided", "cadence": "weekly"}
    del client.cookies["sessionid"]
    kept = kept_at(client.post(where, typed))
    client.force_login(mentor)
    send(client, client.get(kept))
    version.refresh_from_db()
    assert own_parts(version)[Role.MENTOR][0].text == "See how money is decided"
    assert version.cadence == "weekly"


def test_every_choice_of_many_is_kept(client: Client, mentor: User) -> None:
    time_out(client, mentor)
    typed = {"display_name": "Priya N. Nair", "week": ["1", "2", "5"]}
    kept = kept_at(client.post(reverse("accounts:edit-profile"), typed))
    client.force_login(mentor)
    page = client.get(kept).content.decode()
    assert page.count('<input type="hidden" name="week"') == 3
    assert "Priya N. Nair" in page


def test_what_was_typed_is_shown_as_text(client: Client, pair: Pairing, mentor: User) -> None:
    time_out(client, mentor)
    where = kept_at(client.post(write(pair), note(text="<script>alert(1)</script> is a tag")))
    client.force_login(mentor)
    assert "<script>alert" not in client.get(where).content.decode()
