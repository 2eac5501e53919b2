"""One SMTP connection, phase by phase: what surely was not taken, and what nobody can know."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from outbox.delivery.conversation import Answer, Conversation, converse
from outbox.delivery.steps import Step, reached
from outbox.errors import Declined, RelayTrouble, Silent
from outbox.relay import RelayAddress
from outbox.rules import Phase

_CLOSING = 421
_GO_AHEAD = range(300, 400)
_TAKEN = range(200, 300)
_REFUSED = range(400, 600)
_Command = Callable[[Conversation], Answer]
_BROKEN = (OSError, smtplib.SMTPException)


class Relay:
    """A mail server that takes messages one after another; reconnects when it has hung up."""

    def __init__(self, address: RelayAddress, *, timeout: float) -> None:
        self._address = address
        self._timeout = timeout
        self._smtp: Conversation | None = None
        self._is_used = False

    def __enter__(self) -> Self:
        """Connect at once, before any message is claimed; raises `RelayTrouble`."""
        self._connected()
        return self

    def __exit__(self, *_error: object) -> None:
        """Say goodbye."""
        if self._smtp is not None:
            self._smtp.allow(1)
            with suppress(*_BROKEN):
                self._smtp.quit()
        self._drop()

    def address_to(self, sender: str, recipient: str) -> None:
        """MAIL and RCPT; raises `Declined`, or `RelayTrouble` when a reconnect fails.

        Servers hang up after so many messages: on a used connection that is no refusal.
        """
        was_used, self._is_used = self._is_used, True
        try:
            self._say(Phase.MAIL, lambda smtp: smtp.mail(sender))
        except Declined:
            if not was_used or self._smtp is not None:
                raise
            self._say(Phase.MAIL, lambda smtp: smtp.mail(sender))
        self._say(Phase.RCPT, lambda smtp: smtp.rcpt(recipient))

    def hand_over(self, content: bytes) -> str:
        """DATA; returns the answer, raises `Declined`, or `Silent` when none came after the end.

        Until the closing dot is out the server cannot have taken the message.
        """
        self._say(Phase.DATA, lambda smtp: smtp.docmd("DATA"), good=_GO_AHEAD)
        reached(Step.DATA_OPEN)
        smtp = self._connected()
        smtp.allow(self._timeout * 3)
        self._send_body(smtp, content)
        return self._end(smtp)

    def abandon(self) -> None:
        """Forget the message that was begun."""
        if self._smtp is None:
            return
        try:
            self._smtp.rset()
        except _BROKEN:
            self._drop()

    def _send_body(self, smtp: Conversation, content: bytes) -> None:
        body = (b"\r\n" + content.rstrip(b"\r\n")).replace(b"\r\n.", b"\r\n..")[2:]
        try:
            smtp.send(body)
        except _BROKEN as error:
            self._drop()
            raise Declined(Phase.DATA, 0, type(error).__name__) from error

    def _end(self, smtp: Conversation) -> str:
        try:
            smtp.send(b"\r\n.\r\n")
            reached(Step.CONTENT_SENT)
            code, reply = smtp.getreply()
        except _BROKEN as error:
            self._drop()
            raise Silent(type(error).__name__) from error
        if code in _REFUSED:
            self._decline(Phase.CONTENT, code, reply)
        if code not in _TAKEN:
            self._drop()
            raise Silent(_one_line(reply))
        return _one_line(reply)

    def _say(self, phase: Phase, ask: _Command, good: range = _TAKEN) -> None:
        smtp = self._connected()
        smtp.allow(self._timeout)
        try:
            code, reply = ask(smtp)
        except _BROKEN as error:
            code, reply = 0, type(error).__name__.encode()
        if code not in good:
            self._decline(phase, code if code in _REFUSED else 0, reply)

    def _decline(self, phase: Phase, code: int, reply: bytes) -> None:
        if code in {0, _CLOSING}:
            self._drop()
        self.abandon()
        raise Declined(phase, code, _one_line(reply))

    def _connected(self) -> Conversation:
        if self._smtp is None:
            try:
                self._smtp = converse(self._address, timeout=self._timeout)
            except _BROKEN as error:
                raise RelayTrouble(self._trouble(error)) from error
        return self._smtp

    def _trouble(self, error: Exception) -> str:
        words = f"{type(error).__name__}: {error}"
        if isinstance(error, smtplib.SMTPResponseException):
            words = f"{error.smtp_code} {_one_line(error.smtp_error)}"
        return f"{self._address.host}:{self._address.port}: {words}"[:300]

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _one_line(reply: bytes | str) -> str:
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:300]
