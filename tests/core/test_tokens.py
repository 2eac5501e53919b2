from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core import clock
from core.tokens import LIFETIME, BadToken, make_token, read_token
from tests.conftest import NOW

SUBJECT = UUID(int=7)
SECOND = timedelta(seconds=1)


def token_at(now: datetime, purpose: str = "nudge-met", nonce: str = "mail-1") -> str:
    return make_token(purpose, person_id=4711, subject_uid=SUBJECT, nonce=nonce, now=now)


def test_a_link_says_what_it_was_made_for(now: datetime) -> None:
    token = read_token(token_at(now))
    assert (token.purpose, token.person_id, token.subject_uid) == ("nudge-met", 4711, SUBJECT)
    assert token.nonce == "mail-1"


def test_a_link_lives_45_days_to_the_second(now: datetime) -> None:
    token = read_token(token_at(now))
    assert timedelta(days=45) == LIFETIME
    assert not token.is_expired(now + LIFETIME - SECOND)
    assert token.is_expired(now + LIFETIME)


@given(st.integers(min_value=0), st.characters(codec="ascii", categories=["Lu", "Ll", "Nd"]))
def test_one_changed_letter_breaks_a_link(at: int, letter: str) -> None:
    text = token_at(NOW)
    at %= len(text)
    changed = f"{text[:at]}{letter}{text[at + 1 :]}"
    if changed != text:
        with pytest.raises(BadToken):
            read_token(changed)


@given(st.integers(min_value=0))
def test_a_link_that_was_cut_off_is_broken(length: int) -> None:
    text = token_at(NOW)
    with pytest.raises(BadToken):
        read_token(text[: length % len(text)])


@pytest.mark.parametrize("text", ["", ":", ".", "a:b", "\x00", "é:ü", "." * 3000, "e30:1"])
def test_what_nobody_signed_is_broken(text: str) -> None:
    with pytest.raises(BadToken):
        read_token(text)


def test_the_content_of_one_link_does_not_fit_the_signature_of_another(now: datetime) -> None:
    one, other = token_at(now, "nudge-met"), token_at(now, "nudge-stop")
    mixed = f"{one.rpartition(':')[0]}:{other.rpartition(':')[2]}"
    with pytest.raises(BadToken):
        read_token(mixed)


def test_another_key_breaks_every_link(now: datetime, settings: Settings) -> None:
    text = token_at(now)
    settings.SECRET_KEY = "another key, long enough to sign with"
    with pytest.raises(BadToken):
        read_token(text)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What the clock says; a test may change it."""
    said = [NOW]
    monkeypatch.setattr(clock, "now", lambda: said[0])
    return said


def test_a_broken_link_is_told_kindly(client: Client, db: None, at: list[datetime]) -> None:
    page = client.get(f"/a/{token_at(NOW)[:-3]}/")
    assert page.status_code == 404
    assert "part of it is missing" in " ".join(page.content.decode().split())


def test_the_product_clock_decides_when_a_link_is_old(
    client: Client, db: None, at: list[datetime]
) -> None:
    address = f"/a/{token_at(NOW)}/"
    at[0] = NOW + LIFETIME
    page = client.get(address)
    assert page.status_code == 410
    assert token_at(NOW) not in page.content.decode()
    at[0] = NOW + LIFETIME - SECOND
    assert client.get(address).status_code == 404  # the pair of this link does not exist


def test_a_link_of_an_unknown_purpose_is_a_broken_one(
    client: Client, db: None, at: list[datetime]
) -> None:
    page = client.post(f"/a/{token_at(NOW, 'take-over')}/")
    assert page.status_code == 404
    assert page.templates[0].name == "core/link_broken.html"
