"""Servers for tests that want the real thing: a broker, and an SMTP server that keeps its mail."""

import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools import embedded, port


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Redis-protocol server of this run, as `REDIS_URL` takes it."""
    with embedded.redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@dataclass
class SmtpCatcher:
    """What arrived, in order: `messages` parsed, `envelopes` as they came."""

    url: str
    envelopes: list[Envelope] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails, parsed."""
        return [_parsed(envelope) for envelope in self.envelopes]

    async def handle_DATA(  # noqa: N802 -- aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail and say so."""
        self.envelopes.append(envelope)
        return "250 kept"


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[SmtpCatcher]:
    """One SMTP server for the run; a test asks for `smtp_catcher`."""
    number = port.free_port()
    catcher = SmtpCatcher(url=f"smtp://127.0.0.1:{number}")
    controller = Controller(catcher, hostname="127.0.0.1", port=number)
    controller.start()
    yield catcher
    controller.stop()


@pytest.fixture
def smtp_catcher(smtp_server: SmtpCatcher) -> SmtpCatcher:
    """Give an SMTP server with nothing in it; its `url` is an EMAIL_URL."""
    smtp_server.envelopes.clear()
    return smtp_server


def _parsed(envelope: Envelope) -> EmailMessage:
    content = envelope.content or b""
    raw = content.encode() if isinstance(content, str) else content
    return BytesParser(policy=email.policy.default).parsebytes(raw)
