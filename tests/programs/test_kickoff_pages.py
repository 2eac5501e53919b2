"""A kick-off as its guests see it, signed in and through the links of a mail."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from outbox.models import OutboxMessage
from programs.actions import KickOffFacts, cancel_kickoff, plan_kickoff
from programs.models import KickOff, KickOffGuest, Program
from programs.rules import Role
from tests.builders import make_enrollment
from tests.programs.mails import rendered
from tests.programs.pages import text_of

WED = datetime(2026, 12, 2, 13, tzinfo=UTC)


@pytest.fixture
def kickoff(
    program: Program,
    mentor: User,
    coordinator: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> KickOff:
    """Priya is asked to a kick-off on Wednesday in a week."""
    monkeypatch.setattr(clock, "now", lambda: now)
    make_enrollment(program, mentor, Role.MENTOR)
    facts = KickOffFacts(WED, 60, "https://video.example.com/kick", "Coffee, <b>then</b> talk")
    return plan_kickoff(program=program, facts=facts, by=coordinator, now=now)


@pytest.fixture
def guest(kickoff: KickOff, mentor: User) -> KickOffGuest:
    """Priya's answer, none yet."""
    return kickoff.guests.get(user=mentor)


def links(now: datetime) -> tuple[str, str]:
    """Return the paths of “I will be there” and “I cannot” in the mail."""
    mail = rendered(OutboxMessage.objects.get(kind="kickoff_invited"), now)
    comes, cannot = re.findall(r"https?://[^/]+(/a/\S+)", mail.text)
    return comes, cannot


def page_of(program: Program) -> str:
    return reverse("programs:show-kickoff", args=[program.uid])


def test_the_page_says_when_where_and_what(
    kickoff: KickOff, mentor: User, client: Client, program: Program
) -> None:
    client.force_login(mentor)
    response = client.get(page_of(program))
    page = text_of(response)
    assert "Wednesday 2 December, 14:00 to 15:00 (Europe/Berlin)" in page
    assert "Coffee, <b>then</b> talk" in page
    assert 'href="https://video.example.com/kick"' in response.content.decode()


@pytest.mark.parametrize(("answer", "comes"), [("yes", True), ("no", False), ("maybe", None)])
def test_answering_on_the_page(
    answer: str, *, comes: bool | None, guest: KickOffGuest, mentor: User, client: Client
) -> None:
    client.force_login(mentor)
    program = guest.kickoff.program
    client.post(reverse("programs:answer-kickoff", args=[program.uid]), {"answer": answer})
    guest.refresh_from_db()
    assert guest.comes is comes


def test_it_exists_for_nobody_else(kickoff: KickOff, stranger: User, client: Client) -> None:
    client.force_login(stranger)
    assert client.get(page_of(kickoff.program)).status_code == 404


def test_a_scanner_that_opens_the_link_changes_nothing(
    guest: KickOffGuest, client: Client, now: datetime
) -> None:
    for path in links(now):
        assert "Priya" in text_of(client.get(path))
    guest.refresh_from_db()
    assert guest.comes is None


@pytest.mark.parametrize(("number", "comes"), [(0, True), (1, False)])
def test_two_taps_answer_without_signing_in(
    number: int, *, comes: bool, guest: KickOffGuest, client: Client, now: datetime
) -> None:
    done = client.post(links(now)[number], follow=True)
    guest.refresh_from_db()
    assert guest.comes is comes
    assert "Undo" in text_of(done)


def test_the_page_of_a_link_shows_no_more_than_the_date(
    guest: KickOffGuest, client: Client, now: datetime
) -> None:
    for path in links(now):
        assert "video.example.com" not in client.get(path).content.decode()
        assert "Coffee" not in client.get(path).content.decode()


def test_a_second_use_says_so_kindly_also_of_the_other_button(
    guest: KickOffGuest, client: Client, now: datetime
) -> None:
    comes, cannot = links(now)
    client.post(comes)
    answer = client.post(cannot)
    guest.refresh_from_db()
    assert "You have answered this already." in text_of(answer)
    assert guest.comes is True


def test_an_undo_makes_the_link_usable_again(
    guest: KickOffGuest, client: Client, now: datetime
) -> None:
    comes, cannot = links(now)
    client.post(comes)
    client.post(comes, {"act": "undo"})
    client.post(cannot)
    guest.refresh_from_db()
    assert guest.comes is False


def test_after_ten_minutes_there_is_no_undo(
    guest: KickOffGuest, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes, _cannot = links(now)
    client.post(comes)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=11))
    assert "Undo" not in text_of(client.get(comes))
    client.post(comes, {"act": "undo"})
    guest.refresh_from_db()
    assert guest.comes is True


def test_somebody_else_who_is_signed_in_is_refused(
    guest: KickOffGuest, client: Client, stranger: User, now: datetime
) -> None:
    client.force_login(stranger)
    assert client.post(links(now)[0]).status_code == 403
    guest.refresh_from_db()
    assert guest.comes is None


def test_a_link_to_what_was_called_off_says_so(
    kickoff: KickOff, client: Client, coordinator: User, now: datetime
) -> None:
    path = links(now)[0]
    cancel_kickoff(program=kickoff.program, by=coordinator, now=now)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "called off" in text_of(answer)


def test_who_has_no_place_any_more_has_no_link(
    kickoff: KickOff, mentor: User, client: Client, now: datetime
) -> None:
    path = links(now)[0]
    mentor.enrollments.update(state="withdrawn")
    assert client.get(path).status_code == 404


def test_after_it_the_page_says_that_it_is_over(
    kickoff: KickOff, mentor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: WED + timedelta(days=1))
    client.force_login(mentor)
    page = text_of(client.get(page_of(kickoff.program)))
    assert "The kick-off is over" in page
    assert "I will be there" not in page
