from datetime import datetime

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from outbox.delivery import dispatch
from outbox.errors import RelayTrouble
from outbox.queries import transport_health
from outbox.relay import read_relay
from tests.outbox.stage import Stage, put, row


@pytest.mark.parametrize(
    ("url", "port", "encryption"),
    [
        ("smtp://mail.example.org", 25, (False, False)),
        ("smtp+tls://mail.example.org", 587, (True, False)),
        ("smtps://mail.example.org", 465, (False, True)),
        ("smtp+ssl://mail.example.org:2465", 2465, (False, True)),
    ],
)
def test_a_mail_server_is_named_by_an_address(
    url: str, port: int, encryption: tuple[bool, bool]
) -> None:
    relay = read_relay(url, is_demo=False)
    assert (relay.host, relay.port) == ("mail.example.org", port)
    assert (relay.starttls, relay.tls) == encryption


def test_signs_in_the_password_may_be_quoted() -> None:
    relay = read_relay("smtp+tls://us%40er:p%2Fw@mail.example.org", is_demo=False)
    assert (relay.user, relay.password) == ("us@er", "p/w")


@pytest.mark.parametrize("url", ["", "console://", "smtp://", "http://mail.example.org"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(RelayTrouble):
        read_relay(url, is_demo=False)


def test_a_password_is_not_sent_in_the_clear() -> None:
    with pytest.raises(RelayTrouble, match="encryption"):
        read_relay("smtp://user:secret@mail.example.org", is_demo=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_demo_may_send_to_this_machine(host: str) -> None:
    assert read_relay(f"smtp://{host}:1025", is_demo=True).is_loopback


@pytest.mark.parametrize("host", ["mail.example.org", "10.0.0.1", "127.0.0.1.example.org"])
def test_a_demo_sends_no_real_mail(
    host: str, now: datetime, stage: Stage, settings: Settings
) -> None:
    settings.DEMO = True
    settings.EMAIL_URL = f"smtp://{host}"
    put("note", now=now)
    report = dispatch(now=now)
    assert "demo" in report.trouble
    assert row("note").attempts == 0


def test_the_start_is_refused_with_a_mail_server_a_demo_may_not_use(settings: Settings) -> None:
    settings.DEMO = True
    settings.EMAIL_URL = "smtp://mail.example.org"
    assert "outbox.E001" in [str(found.id) for found in run_checks()]
    settings.EMAIL_URL = "smtp://127.0.0.1"
    assert "outbox.E001" not in [str(found.id) for found in run_checks()]


def test_a_server_that_is_not_there_rests_and_spends_no_tries(
    now: datetime, stage: Stage, settings: Settings
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    put("note", now=now)
    report = dispatch(now=now)
    assert "ConnectionRefusedError" in report.trouble
    assert row("note").attempts == 0
    assert transport_health().is_resting
