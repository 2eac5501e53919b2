"""The bytes of a mail: text and HTML, headers nobody can break out of, one Message-ID for life."""

import re
from datetime import datetime
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from typing import Any
from uuid import UUID

from core.mail import Mail

_OURS = frozenset(
    {
        "auto-submitted",
        "bcc",
        "cc",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "return-path",
        "sender",
        "subject",
        "to",
    }
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>(),;:\"\\]")


class Unmailable(ValueError):
    """The message cannot be put into an envelope, whatever the mail server says."""


class _Verbatim(UnstructuredHeader, BaseHeader):
    """A header that is not folded: Python would turn a long link into encoded words."""

    def fold(self, *, policy: Policy) -> str:
        """Return one line; the limit of RFC 5322 is 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"


_registry = HeaderRegistry()
for _header in ("list-unsubscribe", "list-unsubscribe-post", "message-id"):
    _registry.map_to_type(_header, _Verbatim)
_POLICY = SMTP.clone(header_factory=_registry)


def message_id_for(uid: UUID, sender: str) -> str:
    """Return the Message-ID that a message keeps through all its tries."""
    return f"<{uid.hex}@{sender_address(sender).rpartition('@')[2]}>"


def sender_address(sender: str) -> str:
    """Return the address of `Name <address>`; raises `Unmailable`."""
    return bare_address(parseaddr(sender)[1])


def bare_address(text: str) -> str:
    """Return an address with an ASCII domain; raises `Unmailable` for more or less than one."""
    local, _, domain = text.rpartition("@")
    if not local or not domain or _UNSAFE.search(text) or not local.isascii():
        message = "not an address that the mail server can be asked to take"
        raise Unmailable(message)
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        message = "not a domain that mail can be sent to"
        raise Unmailable(message) from error


def compose(mail: Mail, *, sender: str, address: str, message_id: str, now: datetime) -> bytes:
    """Return the message with CRLF line ends; raises `Unmailable` for what no header may hold."""
    message = EmailMessage(policy=_POLICY)
    try:
        _fill(message, mail, {"From": sender, "To": bare_address(address)})
        message["Message-ID"] = message_id
        message["Date"] = format_datetime(now)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text, cte="quoted-printable")
        if mail.html:
            message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        return message.as_bytes()
    except (UnicodeError, LookupError) as error:
        raise Unmailable(type(error).__name__) from error


def _fill(message: EmailMessage, mail: Mail, envelope: dict[str, Any]) -> None:
    for name, value in {**envelope, "Subject": mail.subject}.items():
        message[name] = _one_line(value)
    for name, value in mail.headers.items():
        if name.lower() in _OURS or not _NAME.fullmatch(name):
            message_text = f"a mail may not set the header {name[:40]!r}"
            raise Unmailable(message_text)
        message[name] = _one_line(value)


def _one_line(value: str) -> str:
    if re.search(r"[\r\n\x00]", value):
        message = "a header may not hold a line break"
        raise Unmailable(message)
    return value
