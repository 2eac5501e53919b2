import email
import email.policy
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from core.mail import Mail
from outbox.delivery import dispatch
from outbox.delivery.message import Unmailable, bare_address, compose, message_id_for
from outbox.rules import State
from tests.outbox.stage import put, row, state
from tests.plugins.servers import SmtpCatcher

SENDER = "Viceversa <viceversa@example.com>"
LINK = "https://example.com/u/" + "x" * 300


def _compose(now: datetime, address: str = "priya@example.org", **parts: Any) -> bytes:
    mail = Mail(**({"subject": "Hello", "text": "Hello", "html": "<p>Hello</p>"} | parts))
    return compose(mail, sender=SENDER, address=address, message_id="<1@example.com>", now=now)


@pytest.mark.parametrize(
    "parts",
    [
        {"subject": "Hello\r\nBcc: eve@example.org"},
        {"subject": "Hello\nBcc: eve@example.org"},
        {"headers": {"List-Unsubscribe": "<x>\r\nBcc: eve@example.org"}},
        {"headers": {"X-A: b\r\nBcc": "eve@example.org"}},
        {"headers": {"Bcc": "eve@example.org"}},
        {"headers": {"to": "eve@example.org"}},
        {"address": "priya@example.org\r\nRCPT TO:<eve@example.org>"},
        {"address": "priya@example.org, eve@example.org"},
        {"address": "Priya <priya@example.org>"},
        {"address": "priya@"},
        {"address": ""},
    ],
)
def test_nothing_breaks_out_of_a_header(now: datetime, parts: dict[str, Any]) -> None:
    with pytest.raises(Unmailable):
        _compose(now, **parts)


@pytest.mark.parametrize(
    "subject", ["Zoë Müller", "Илья Репин", "李小龍 مرحبا", "x" * 300, "👩‍👩‍👧"]
)
def test_subjects_of_every_script_survive(now: datetime, subject: str) -> None:
    content = _compose(now, subject=subject)
    content.decode("ascii")
    assert email.message_from_bytes(content, policy=email.policy.default)["Subject"] == subject


def test_texts_of_every_script_survive(now: datetime) -> None:
    text = "Grüße, Илья\n.a line with a dot\n" + "long " * 500
    message = email.message_from_bytes(_compose(now, text=text), policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == text.splitlines()


def test_a_long_unsubscribe_link_is_not_encoded(now: datetime) -> None:
    headers = {
        "List-Unsubscribe": f"<{LINK}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    lines = _compose(now, headers=headers).split(b"\r\n")
    assert f"List-Unsubscribe: <{LINK}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_line_ends_are_those_of_the_wire(now: datetime) -> None:
    content = _compose(now, text="one\ntwo\r\nthree")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) < 998


def test_international_domains_are_asked_for_in_ascii() -> None:
    assert bare_address("zoe@bücher.example") == "zoe@xn--bcher-kva.example"


def test_a_message_id_is_made_once_and_names_our_domain() -> None:
    made = message_id_for(UUID(int=1), SENDER)
    assert made == message_id_for(UUID(int=1), SENDER)
    assert made.endswith("@example.com>")


def test_an_address_that_cannot_be_mailed_blocks_nobody(now: datetime, inbox: SmtpCatcher) -> None:
    put("odd", now=now, address="two words@example.org")
    put("fine", now=now)
    dispatch(now=now)
    assert [mail["Subject"] for mail in inbox.messages] == ["fine"]
    assert state("odd") is State.PENDING
    assert "not an address" in row("odd").last_error


def test_lines_that_begin_with_a_dot_arrive_as_written(now: datetime, inbox: SmtpCatcher) -> None:
    put("dots", now=now, facts={"text": ".\n..\n.hidden"})
    dispatch(now=now)
    body = inbox.messages[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == [".", "..", ".hidden"]
