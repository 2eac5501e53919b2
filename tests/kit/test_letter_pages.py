"""HR's pages about letters, and the page that its readers open."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from kit.actions import deliver_letters
from kit.models import Letter, Sending
from kit.rules import LetterKind, default_text
from pairings.models import Pairing
from programs.models import Program
from tests.kit.conftest import Send

SignIn = Callable[[User], Client]
BRIEF = LetterKind.MENTEE_BRIEF


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def page(name: str, program: Program, *more: object) -> str:
    return reverse(f"dashboard:{name}", args=[program.uid, *more])


def typed(letter: Letter | None = None, **changed: str) -> dict[str, str]:
    revision = letter.revision if letter else 0
    return {
        "revision": str(revision),
        "title": "One page",
        "intro": "Please read.",
        "text": "It is **short**.",
    } | changed


def test_a_program_starts_with_four_letters(
    program: Program, coordinator: User, sign_in: SignIn
) -> None:
    shown = sign_in(coordinator).get(page("list-letters", program)).content.decode()
    assert shown.count("Not sent") == len(LetterKind)
    assert Letter.objects.count() == 0


def test_a_changed_letter_is_kept_and_shown(
    program: Program, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    client.post(page("edit-letter", program, BRIEF), typed())
    shown = client.get(page("edit-letter", program, BRIEF)).content.decode()
    assert "<strong>short</strong>" in shown


def test_an_unknown_placeholder_is_refused_and_what_was_typed_kept(
    program: Program, coordinator: User, sign_in: SignIn
) -> None:
    answer = sign_in(coordinator).post(
        page("edit-letter", program, BRIEF), typed(text="Hello {{salary}}")
    )
    shown = answer.content.decode()
    assert "{{salary}} is not something that can be filled in" in shown
    assert "Hello {{salary}}</textarea>" in shown


def test_a_mail_of_many_words_is_refused(
    program: Program, coordinator: User, sign_in: SignIn
) -> None:
    answer = sign_in(coordinator).post(
        page("edit-letter", program, BRIEF), typed(intro="word " * 56)
    )
    assert "These are 56 words" in answer.content.decode()
    assert Letter.objects.count() == 0


def test_two_windows_do_not_overwrite_each_other(
    program: Program, coordinator: User, sign_in: SignIn
) -> None:
    client, url = sign_in(coordinator), page("edit-letter", program, BRIEF)
    client.post(url, typed(text="First"))
    answer = client.post(url, typed(text="Second"))
    assert "Somebody else changed this letter" in answer.content.decode()
    assert "Second</textarea>" in answer.content.decode()
    assert Letter.objects.get().text == "First"


def test_who_gets_a_letter_is_said_before_it_is_sent(
    pair: Pairing, program: Program, coordinator: User, sign_in: SignIn
) -> None:
    shown = sign_in(coordinator).get(page("send-letter", program, BRIEF)).content.decode()
    assert "1 person gets it" in shown
    assert pair.mentee.display_name in shown
    assert Sending.objects.count() == 0


def test_a_letter_is_planned_for_nine_in_the_zone_of_the_program(
    pair: Pairing, program: Program, coordinator: User, sign_in: SignIn
) -> None:
    sign_in(coordinator).post(
        page("send-letter", program, BRIEF), {"when": "day", "day": "2026-12-01"}
    )
    assert Sending.objects.get().send_at.isoformat() == "2026-12-01T08:00:00+00:00"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"when": "day"}, "Choose the day"),
        ({"when": "day", "day": "2020-01-01"}, "Choose a day from today"),
        ({"when": "day", "day": "soon"}, "Enter a valid date"),
        ({"when": "never"}, "Select a valid choice"),
    ],
)
def test_a_wrong_day_is_answered_beside_the_field(
    pair: Pairing,
    program: Program,
    coordinator: User,
    sign_in: SignIn,
    given: dict[str, str],
    said: str,
) -> None:
    answer = sign_in(coordinator).post(page("send-letter", program, BRIEF), given)
    assert said in answer.content.decode()
    assert Sending.objects.count() == 0


def test_undo_takes_the_letter_back(
    pair: Pairing, program: Program, coordinator: User, sign_in: SignIn, send: Send
) -> None:
    sending = send(BRIEF)
    client = sign_in(coordinator)
    client.post(page("take-back-letter", program, BRIEF, sending.uid))
    assert "Not sent" in client.get(page("list-letters", program)).content.decode()
    sending.refresh_from_db()
    assert sending.taken_back_at is not None


def test_a_mentee_reads_the_page_for_mentees_before_anything_was_sent(
    pair: Pairing, program: Program, sign_in: SignIn
) -> None:
    url = reverse("kit:read-letter", args=[program.uid, BRIEF])
    shown = sign_in(pair.mentee).get(url).content.decode()
    assert "You are the <strong>mentee</strong>" in shown
    assert "{{" not in shown


@pytest.mark.parametrize("kind", [LetterKind.MANAGER_NOTE, LetterKind.SPONSOR_LETTER, BRIEF])
def test_letters_for_others_do_not_exist(
    pair: Pairing, program: Program, sign_in: SignIn, kind: LetterKind
) -> None:
    url = reverse("kit:read-letter", args=[program.uid, kind])
    assert sign_in(pair.mentor).get(url).status_code == 404
    assert default_text(kind)[:40] not in sign_in(pair.mentor).get(url).content.decode()


def test_a_line_manager_reads_the_note_that_they_were_sent(
    pair: Pairing, boss: User, program: Program, sign_in: SignIn, send: Send, now: datetime
) -> None:
    url = reverse("kit:read-letter", args=[program.uid, LetterKind.MANAGER_NOTE])
    assert sign_in(boss).get(url).status_code == 404
    send(LetterKind.MANAGER_NOTE)
    deliver_letters(now=now + timedelta(minutes=1))
    assert "Do not ask what is talked about" in sign_in(boss).get(url).content.decode()


def test_an_unknown_letter_does_not_exist(
    program: Program, coordinator: User, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    assert client.get(page("edit-letter", program, "salary")).status_code == 404
    assert client.get(reverse("kit:read-letter", args=[program.uid, "x"])).status_code == 404
