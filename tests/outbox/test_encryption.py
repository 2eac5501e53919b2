import datetime as dt
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from outbox.delivery import dispatch
from outbox.queries import transport_health
from outbox.rules import State
from tests.outbox.stage import Stage, put, row, state
from tools.port import free_port

StartServer = Callable[..., int]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody trusts unless told to, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2060))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    secret = key.private_bytes(pem, pkcs8, serialization.NoEncryption())
    path.write_bytes(secret + made.public_bytes(pem))
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same certificate, trusted by this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


@pytest.fixture
def start_server(stage: Stage) -> Iterator[StartServer]:
    """Start a mail server with options of aiosmtpd; gives its port."""
    with ExitStack() as stack:

        def start(**options: Any) -> int:
            port = free_port()
            controller = Controller(Sink(), hostname="localhost", port=port, **options)
            controller.start()
            stack.callback(controller.stop)
            return port

        yield start


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_mail_leaves_encrypted_after_starttls(
    now: datetime, start_server: StartServer, trusted: Path, settings: Settings
) -> None:
    port = start_server(tls_context=_context(trusted), require_starttls=True)
    settings.EMAIL_URL = f"smtp+tls://localhost:{port}"
    put("note", now=now)
    dispatch(now=now)
    assert state("note") is State.SENT


def test_mail_leaves_encrypted_from_the_first_byte(
    now: datetime, start_server: StartServer, trusted: Path, settings: Settings
) -> None:
    settings.EMAIL_URL = f"smtps://localhost:{start_server(ssl_context=_context(trusted))}"
    put("note", now=now)
    dispatch(now=now)
    assert state("note") is State.SENT


def test_a_certificate_nobody_trusts_gets_no_mail(
    now: datetime, start_server: StartServer, certificate: Path, settings: Settings
) -> None:
    port = start_server(tls_context=_context(certificate), require_starttls=True)
    settings.EMAIL_URL = f"smtp+tls://localhost:{port}"
    put("note", now=now)
    report = dispatch(now=now)
    assert "CERTIFICATE_VERIFY_FAILED" in report.trouble
    assert (row("note").attempts, transport_health().is_resting) == (0, True)


def test_a_server_without_encryption_gets_no_mail(
    now: datetime, start_server: StartServer, settings: Settings
) -> None:
    settings.EMAIL_URL = f"smtp+tls://localhost:{start_server()}"
    put("note", now=now)
    report = dispatch(now=now)
    assert "STARTTLS" in report.trouble
    assert row("note").attempts == 0


@pytest.mark.parametrize(("password", "expected"), [("right", "sent"), ("wrong", "pending")])
def test_a_sign_in_that_fails_is_trouble_of_the_server(
    now: datetime,
    start_server: StartServer,
    trusted: Path,
    settings: Settings,
    password: str,
    expected: str,
) -> None:
    def judge(*facts: Any) -> AuthResult:
        asked: LoginPassword = facts[-1]
        return AuthResult(success=asked.password == b"right", handled=False)

    port = start_server(tls_context=_context(trusted), auth_required=True, authenticator=judge)
    settings.EMAIL_URL = f"smtp+tls://someone:{password}@localhost:{port}"
    put("note", now=now)
    report = dispatch(now=now)
    assert state("note") == expected
    assert ("535" in report.trouble) is (expected == "pending")
    assert row("note").attempts == (expected == "sent")
