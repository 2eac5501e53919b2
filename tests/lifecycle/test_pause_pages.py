from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import clock
from lifecycle.actions import pause_pair
from pairings.models import Pairing, Pause
from pairings.rules import PairState

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def address(name: str, pair: Pairing) -> str:
    return reverse(f"lifecycle:{name}", args=[pair.uid])


def test_a_break_is_taken_and_ended_from_the_pages(
    pair: Pairing, mentor: User, sign_in: SignIn
) -> None:
    client = sign_in(mentor)
    assert (
        "You two have 60 days of break left."
        in client.get(address("pause-pair", pair)).content.decode()
    )
    client.post(address("pause-pair", pair), {"until": "2026-12-07"})
    pair.refresh_from_db()
    assert pair.paused_until == date(2026, 12, 7)
    assert "Come back earlier" in client.get(address("pause-pair", pair)).content.decode()
    client.post(address("resume-pair", pair))
    pair.refresh_from_db()
    assert pair.state == PairState.GETTING_STARTED


@pytest.mark.parametrize(
    "until", ["", "2026-11-23", "1900-01-01", "9999-12-31", "2027-02-27", "soon", "\x00"]
)
def test_a_day_that_cannot_be_is_answered_beside_the_field(
    pair: Pairing, mentor: User, sign_in: SignIn, until: str
) -> None:
    page = sign_in(mentor).post(address("pause-pair", pair), {"until": until})
    form = page.context["form"]
    assert list(form.errors) == ["until"]
    assert form["until"].value() == until
    assert not Pause.objects.exists()


def test_resuming_what_is_not_paused_says_so(pair: Pairing, mentor: User, sign_in: SignIn) -> None:
    page = sign_in(mentor).get(address("resume-pair", pair)).content.decode()
    assert "You are not taking a break." in page


def test_reading_the_pages_changes_nothing(
    pair: Pairing, mentor: User, now: datetime, sign_in: SignIn
) -> None:
    pause_pair(pair, until=date(2026, 12, 7), by=mentor, now=now)
    before = Pairing.objects.values().get()
    client = sign_in(mentor)
    for name in ("pause-pair", "resume-pair", "end-pair"):
        client.get(address(name, pair))
    assert Pairing.objects.values().get() == before


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("coordinator", 403)])
@pytest.mark.parametrize("name", ["pause-pair", "resume-pair", "end-pair", "withdraw-ask"])
def test_the_pages_are_the_pairs_alone(
    pair: Pairing,
    sign_in: SignIn,
    who: str,
    status: int,
    name: str,
    request: pytest.FixtureRequest,
) -> None:
    client = sign_in(request.getfixturevalue(who))
    data = {"until": "2026-12-07", "reason": "other"}
    assert client.post(address(name, pair), data).status_code == status
    pair.refresh_from_db()
    assert pair.state == PairState.GETTING_STARTED
