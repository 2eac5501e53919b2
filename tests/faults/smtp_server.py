"""An SMTP server that does what a script says at each phase, and remembers what it really took."""

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from enum import StrEnum
from typing import cast


class Phase(StrEnum):
    GREETING = "greeting"
    EHLO = "ehlo"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    CONTENT = "content"


class Fault(StrEnum):
    """What can happen instead of an answer."""

    RESET = "reset"
    STALL = "stall"
    DRIP = "drip"
    TAKE_AND_RESET = "take and reset"
    TAKE_AND_STALL = "take and stall"


_USUAL = {
    Phase.GREETING: "220 ready",
    Phase.EHLO: "250 faulty",
    Phase.MAIL: "250 sender ok",
    Phase.RCPT: "250 recipient ok",
    Phase.DATA: "354 go ahead",
    Phase.CONTENT: "250 taken",
}
_BY_VERB = {"EHLO": Phase.EHLO, "HELO": Phase.EHLO, "MAIL": Phase.MAIL, "RCPT": Phase.RCPT}
Script = Callable[[Phase, str], str | Fault | None]


@dataclass
class FaultyServer:
    """`script(phase, argument)` gives an answer, a fault, or None for the usual answer.

    The argument is the address of MAIL and RCPT and the content at the end of DATA. Slow answers
    come from a script that sleeps; `pace` is how long a dripping server waits after each byte.
    """

    script: Script = lambda _phase, _argument: None
    pace: float = 0.05
    cuts_content: bool = False
    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    open: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def message_ids(self) -> list[str]:
        """One entry for each time that a mail was taken."""
        return [str(message_from_bytes(content)["Message-ID"]) for content in self.taken]

    def answer(self, phase: Phase, argument: str) -> str | Fault:
        """Ask the script."""
        return self.script(phase, argument) or _USUAL[phase]


class _Gone(Exception):
    """The connection is not served any further."""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.faulty = cast("_Server", self.server).faulty
        self.faulty.connections += 1
        with suppress(_Gone, OSError):
            self._say(Phase.GREETING, "")
            while line := self.rfile.readline():
                self._obey(line.decode("utf-8", "replace").strip())

    def _obey(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        phase = _BY_VERB.get(verb.upper())
        if phase is not None:
            self._address(phase, argument.partition("<")[2].partition(">")[0])
        elif verb.upper() == "DATA":
            self._data()
        elif verb.upper() == "QUIT":
            self._write("221 bye")
            raise _Gone
        else:
            self._write("250 ok")

    def _address(self, phase: Phase, address: str) -> None:
        self.recipient = address if phase is Phase.RCPT else ""
        self._say(phase, address)

    def _data(self) -> None:
        if not self._say(Phase.DATA, "").startswith("3"):
            return
        content = self._content()
        self._say(Phase.CONTENT, content.decode("ascii", "replace"), content)

    def _content(self) -> bytes:
        lines: list[bytes] = []
        if self.faulty.cuts_content:
            self._fail(Fault.RESET, "")
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Gone
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, phase: Phase, argument: str, content: bytes | None = None) -> str:
        answer = self.faulty.answer(phase, argument)
        takes = answer in {Fault.TAKE_AND_RESET, Fault.TAKE_AND_STALL} or answer.startswith("2")
        if content is not None and takes:
            self.faulty.taken.append(content)
            self.faulty.recipients.append(self.recipient)
        if isinstance(answer, Fault):
            self._fail(answer, _USUAL[phase])
        else:
            self._write(answer)
        return answer

    def _fail(self, fault: Fault, usual: str) -> None:
        if fault in {Fault.RESET, Fault.TAKE_AND_RESET}:
            hard = struct.pack("ii", 1, 0)
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
            self.request.close()
            raise _Gone
        if fault is Fault.DRIP:
            self._drip(usual)
            return
        self.faulty.open.wait(30)
        raise _Gone

    def _drip(self, answer: str) -> None:
        for byte in f"{answer}\r\n".encode():
            self.request.sendall(bytes([byte]))
            time.sleep(self.faulty.pace)

    def _write(self, line: str) -> None:
        self.request.sendall(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, faulty: FaultyServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faulty = faulty


@contextmanager
def serving(faulty: FaultyServer) -> Iterator[FaultyServer]:
    """Serve for the length of the block; sets `url`. Stalled connections end with it."""
    server = _Server(faulty)
    faulty.url = f"smtp://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield faulty
    finally:
        faulty.open.set()
        server.shutdown()
        thread.join()
        server.server_close()
