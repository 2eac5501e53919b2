from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from meetings.actions import NoteDraft, edit_note, write_note
from meetings.models import Note
from pairings.models import Pairing
from tests.meetings.test_meeting_pages import address

SignIn = Callable[[User], Client]
CANARY = "canary 4711"


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def note_data(**fields: str) -> dict[str, str]:
    usual = {
        "text": CANARY,
        "reader": "private",
        "uid": "5a4e3f0e-9d0e-4c53-a9a5-0d3b8f6f0001",
    }
    return usual | fields


def test_a_note_is_written_and_only_its_author_reads_it(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    page = sign_in(mentor).post(address("write-note", pair), note_data(), follow=True)
    assert CANARY in page.content.decode()
    assert CANARY not in sign_in(mentee).get(address("list-notes", pair)).content.decode()


def test_a_shared_note_is_on_the_partners_page(
    pair: Pairing, mentor: User, mentee: User, sign_in: SignIn
) -> None:
    sign_in(mentor).post(address("write-note", pair), note_data(reader="shared"))
    assert CANARY in sign_in(mentee).get(address("list-notes", pair)).content.decode()


def test_a_double_click_writes_once(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    client = sign_in(mentor)
    for _click in range(2):
        client.post(address("write-note", pair), note_data())
    assert Note.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "coordinator", "hr_admin", "other_coordinator"])
def test_for_everyone_else_there_are_no_notes(
    pair: Pairing,
    mentor: User,
    now: datetime,
    sign_in: SignIn,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    note = write_note(pair, NoteDraft(CANARY, is_shared=True), by=mentor, now=now)
    client = sign_in(request.getfixturevalue(who))
    for answer in (
        client.get(address("list-notes", pair)),
        client.get(address("edit-note", pair, note.uid)),
        client.post(address("edit-note", pair, note.uid), note_data()),
        client.post(address("write-note", pair), note_data()),
        client.post(address("remove-note", pair, note.uid)),
    ):
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()
    assert Note.objects.get().text == CANARY


def test_the_partner_cannot_open_a_private_note(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    note = write_note(pair, NoteDraft(CANARY), by=mentor, now=now)
    client = sign_in(mentee)
    assert client.get(address("edit-note", pair, note.uid)).status_code == 404
    assert client.post(address("remove-note", pair, note.uid)).status_code == 404
    assert Note.objects.get().text == CANARY


def test_a_note_is_changed_and_removed(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    note = write_note(pair, NoteDraft(CANARY), by=mentor, now=now)
    client = sign_in(mentor)
    data = {"text": "better", "reader": "private", "revision": "0"}
    client.post(address("edit-note", pair, note.uid), data)
    assert Note.objects.get().text == "better"
    client.post(address("remove-note", pair, note.uid))
    assert not Note.objects.visible_to(mentor).exists()


def test_a_change_made_meanwhile_is_shown_beside_the_own(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    note = write_note(pair, NoteDraft(CANARY, is_shared=True), by=mentor, now=now)
    edit_note(note, NoteDraft("theirs is this"), revision=0, by=mentee, now=now)
    client = sign_in(mentor)
    where = address("edit-note", pair, note.uid)
    conflict = client.post(where, {"text": "mine is that", "revision": "0"})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "theirs is this" in page
    assert conflict.context["form"]["text"].value() == "mine is that"
    assert Note.objects.get().text == "theirs is this"
    client.post(
        where, {"text": "mine is that", "revision": conflict.context["form"]["revision"].value()}
    )
    assert Note.objects.get().text == "mine is that"


def test_after_the_end_notes_are_read_and_not_written(
    pair: Pairing, mentor: User, mentee: User, now: datetime, sign_in: SignIn
) -> None:
    note = write_note(pair, NoteDraft(CANARY, is_shared=True), by=mentor, now=now)
    Pairing.objects.update(state="ended")
    client = sign_in(mentee)
    page = client.get(address("list-notes", pair)).content.decode()
    assert CANARY in page
    assert "Write a note" not in page
    assert address("edit-note", pair, note.uid) not in page
    assert client.post(address("write-note", pair), note_data()).status_code == 409
    assert Note.objects.count() == 1
