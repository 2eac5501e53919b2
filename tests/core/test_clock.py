import time
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from core import clock
from core.models import DemoClock
from core.tokens import make_token, read_token
from pairings.models import Pairing
from reminders.emails import MET

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_shift(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the shift that another one's clock remembered."""
    monkeypatch.setattr(clock, "_cached", [])


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def ahead() -> timedelta:
    """Return how far the product's clock is ahead, to the minute."""
    real = datetime.fromtimestamp(time.time_ns() / 1e9, UTC)
    return timedelta(minutes=round((clock.now() - real) / timedelta(minutes=1)))


def run(shift: str | None = None) -> str:
    out = StringIO()
    call_command("demo_clock", *([shift] if shift else []), stdout=out)
    return out.getvalue()


def test_outside_of_a_demo_the_clock_is_the_real_one(settings: Settings) -> None:
    DemoClock.objects.create(pk=1, shift=10 * DAY)
    assert ahead() == timedelta()
    assert clock.now().tzinfo == UTC


@pytest.mark.parametrize("shift", ["+45d", "0d", None])
def test_outside_of_a_demo_nobody_moves_the_clock(shift: str | None) -> None:
    with pytest.raises(CommandError, match="Only a demo"):
        run(shift)
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize(
    ("shift", "moved"),
    [
        ("+45d", 45 * DAY),
        ("45d", 45 * DAY),
        ("6h", timedelta(hours=6)),
        ("+30m", timedelta(minutes=30)),
    ],
)
def test_a_demo_moves_its_clock(demo: None, shift: str, moved: timedelta) -> None:
    said = run(shift)
    assert ahead() == moved
    assert f"{clock.now():%Y-%m-%d}" in said


def test_shifts_add_up_and_without_one_the_time_is_only_said(demo: None) -> None:
    run("+1d")
    run("+2d")
    run()
    assert ahead() == 3 * DAY


@pytest.mark.parametrize("shift", ["tomorrow", "+45", "45w", "1.5d", "99999d", "1d2h", "+ 1d", "d"])
def test_what_is_no_length_of_time_moves_nothing(demo: None, shift: str) -> None:
    with pytest.raises(CommandError, match="Write the shift as"):
        run(shift)
    assert ahead() == timedelta()


def test_the_web_and_its_links_read_the_moved_clock(
    demo: None, client: Client, pair: Pairing
) -> None:
    made_at = clock.now()
    token = make_token(MET, person_id=pair.mentor_id, subject_uid=pair.uid, nonce="n", now=made_at)
    assert client.get(f"/a/{token}/").status_code == 200
    run("+46d")
    page = client.get(f"/a/{token}/")
    assert page.status_code == 410
    assert read_token(token).is_expired(clock.now())
