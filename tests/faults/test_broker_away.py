"""Redis only says "look now": while it is away, or hangs, acts go on and mail leaves."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.conf import settings

from tools.port import free_port

# What a web process does at the end of an act, in a process whose broker is the one named.
ACT = """
import time, django
django.setup()
from core.hints import hint
from outbox.rules import DISPATCH_TASK
began = time.monotonic()
hint(DISPATCH_TASK)
print(time.monotonic() - began)
"""


def _seconds(redis_url: str) -> float:
    """Return how long an act waits for its hint; fails when the act does."""
    environment = os.environ | {"REDIS_URL": redis_url, "LOG_LEVEL": "ERROR"}
    environment["DATABASE_URL"] = "sqlite://:memory:"
    command = [sys.executable, "-c", ACT]
    done = subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, check=True
    )
    return float(done.stdout)


@pytest.fixture
def mute_server() -> Iterator[int]:
    """A port where someone takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def test_an_absent_broker_costs_an_act_next_to_nothing() -> None:
    assert _seconds("redis+socket:///nowhere/redis.sock") < 5
    assert _seconds(f"redis://127.0.0.1:{free_port()}/0") < 5


def test_a_broker_that_hangs_costs_an_act_little(mute_server: int) -> None:
    assert _seconds(f"redis://127.0.0.1:{mute_server}/0") < 10
