import logging
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from core.logs import MaskTokens
from core.tokens import make_token


def masked(message: str, *args: object) -> str:
    record = logging.LogRecord("test", logging.INFO, "file", 1, message, args, None)
    assert MaskTokens().filter(record)
    return record.getMessage()


@pytest.fixture
def token(now: datetime) -> str:
    return make_token("nudge-met", person_id=1, subject_uid=UUID(int=7), nonce="n", now=now)


@pytest.mark.parametrize("place", ["/a/{}/", "/calendar/{}.ics", "/reminders/stop/{}/"])
def test_the_token_of_an_address_is_not_written(token: str, place: str) -> None:
    address = place.format(token)
    for line in (masked("GET " + address), masked("Not Found: %s (%d)", address, 404)):
        assert token not in line
        assert token.rpartition(":")[2] not in line
        assert "***" in line


def test_every_address_that_holds_a_token_is_masked(token: str) -> None:
    names = ["core:answer", "programs:stop-reminders", "reminders:stop-nudges"]
    for name in names:
        assert token not in masked(reverse(name, args=[token]))
    patterns = str(list(_patterns()))
    assert patterns.count("token") == len(names)


def _patterns() -> list[str]:
    found: list[str] = []
    waiting = [(get_resolver(), "")]
    while waiting:
        resolver, start = waiting.pop()
        for each in resolver.url_patterns:
            if isinstance(each, URLPattern):
                found.append(f"{start}{each.pattern}")
            else:
                waiting.append((each, f"{start}{each.pattern}"))
    return found


def test_what_holds_no_token_is_written_as_it_is() -> None:
    line = "200 GET /hr/pairs/0f0c1c9e-5df9-4f6f-a3a8-3d0d4e1b7f11/ in 12 ms, 100 %"
    assert masked(line) == line
    assert masked("100 %% of %d", 3) == "100 % of 3"


def test_every_handler_masks() -> None:
    logging_settings: dict[str, Any] = dict(settings.LOGGING)
    handlers = logging_settings["handlers"]
    assert handlers
    assert all("mask_tokens" in handler["filters"] for handler in handlers.values())


def test_a_page_that_is_not_there_is_logged_without_its_token(
    client: Client, db: None, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    for place in ("/a/{}/", "/reminders/stop/{}/"):
        client.get(place.format(token + "x"))
    lines = [masked(record.getMessage()) for record in caplog.records]
    assert len(lines) == 2
    assert not any(token in line for line in lines)
