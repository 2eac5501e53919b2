"""smtplib's client with one deadline for a whole answer.

smtplib's own timeout starts anew with every byte: a server that drips could hold us for hours.
"""

import io
import smtplib
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any

from outbox.relay import RelayAddress

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Answer = tuple[int, bytes]


class _TimedReader(io.RawIOBase):
    """Reads from a socket until an instant that the conversation sets."""

    def __init__(self, sock: socket.socket, conversation: "Conversation") -> None:
        super().__init__()
        self._sock = sock
        self._conversation = conversation

    def readable(self) -> bool:
        """Say so, for `BufferedReader`."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read what is there; raises `TimeoutError` after the deadline."""
        left = self._conversation.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)


class Conversation(smtplib.SMTP):
    """Connects when it is made, within `timeout` seconds."""

    def __init__(self, address: RelayAddress, timeout: float, **options: Any) -> None:
        self.deadline = time.monotonic() + timeout
        super().__init__(
            address.host, address.port, local_hostname=_own_name(), timeout=timeout, **options
        )
        # The end of the content is a packet of its own and must not wait for an acknowledgment.
        if self.sock is not None:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def allow(self, seconds: float) -> None:
        """Give the next commands and their answers this long together."""
        self.deadline = time.monotonic() + seconds
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def getreply(self) -> Answer:
        """Read one answer within the deadline."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_TimedReader(self.sock, self))
        return super().getreply()


class _TlsConversation(Conversation, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def converse(address: RelayAddress, *, timeout: float) -> Conversation:
    """Connect, encrypt and sign in as the address says; raises what smtplib raises."""
    if address.tls:
        context = ssl.create_default_context()
        conversation: Conversation = _TlsConversation(address, timeout, context=context)
    else:
        conversation = Conversation(address, timeout)
    try:
        _greet(conversation, address)
    except (OSError, smtplib.SMTPException):
        conversation.close()
        raise
    return conversation


def _greet(conversation: Conversation, address: RelayAddress) -> None:
    # Reading the machine's certificates takes longer than a mail does: only where they are needed.
    if address.starttls:
        conversation.starttls(context=ssl.create_default_context())
    conversation.ehlo_or_helo_if_needed()
    if address.user:
        conversation.login(address.user, address.password)


def _own_name() -> str:
    """Name ourselves without a look-up, which could take longer than all the rest."""
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
