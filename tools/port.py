"""Says whether a port can be served on, before anything else is done."""

import errno
import os
import socket
import sys

HIGHEST = 65535


def why_not(text: str) -> str | None:
    """Return a sentence saying why 127.0.0.1 cannot be served on this port, or nothing."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= HIGHEST:
        return f"PORT must be a number from 1 to {HIGHEST}, not {text!r}."
    with socket.socket() as probe:
        # Connections of a server that just stopped linger; they are not a reason to refuse.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            return _in_words(error, int(text))
    return None


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _in_words(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < HIGHEST else 8000
        return (
            f"Port {port} is in use. Stop the program that uses it, or take another: "
            f"make run PORT={other}"
        )
    return f"Port {port} cannot be used: {os.strerror(error.errno or 0)}."


def main() -> int:
    """Exit code 2 and a sentence when the port given cannot be used."""
    problem = why_not(sys.argv[1])
    if problem:
        print(problem, file=sys.stderr)
    return 2 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
