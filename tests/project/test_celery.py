"""Celery only says "look now": its settings, a real worker, and a broker that is away."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from ledger.keys import make_key
from mentoring.celery import app
from tools.places import ROOT

pytestmark = pytest.mark.system

QUICK = 4.0  # seconds that a web request may lose to a broker that accepts and never answers


def _publisher(url: str) -> Celery:
    """Return an app with the product's settings and another broker."""
    other = Celery("publisher", set_as_current=False)
    other.conf.update(
        broker_url=url,
        broker_connection_timeout=app.conf.broker_connection_timeout,
        broker_transport_options=app.conf.broker_transport_options,
        task_publish_retry=app.conf.task_publish_retry,
        task_default_queue=app.conf.task_default_queue,
    )
    return other


@pytest.fixture
def silent() -> Iterator[str]:
    """A broker that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def worker(redis_url: str, tmp_path: Path) -> Iterator[None]:
    """A real worker of the product, until the test ends."""
    make_key(tmp_path / "signing.key")
    arguments = ["worker", "--concurrency", "1", "--loglevel", "ERROR"]
    command = [sys.executable, "-m", "celery", "-A", "mentoring.celery", *arguments]
    environment = os.environ | {
        "REDIS_URL": redis_url,
        "SIGNING_KEY_FILE": str(tmp_path / "signing.key"),
    }
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        yield
        process.terminate()
        process.wait(timeout=20)


def test_every_task_of_the_schedule_exists_and_has_a_period() -> None:
    app.loader.import_default_modules()
    entries = app.conf.beat_schedule.values()
    own = {name for name in app.tasks if not name.startswith("celery.")}
    assert {entry["task"] for entry in entries} == own
    assert all(entry["schedule"].total_seconds() <= 3600 for entry in entries)
    assert all(
        entry["options"]["expires"] == entry["schedule"].total_seconds() for entry in entries
    )


def test_a_task_that_a_dying_worker_held_is_run_again() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    visible_again = app.conf.broker_transport_options["visibility_timeout"]
    assert visible_again > app.conf.task_time_limit > app.conf.task_soft_time_limit


def test_nothing_but_json_is_taken_and_no_result_is_kept() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None


def test_shared_tasks_find_the_app_from_any_thread() -> None:
    code = (
        "import threading, django, celery; django.setup()\n"
        "threading.Thread(target=lambda: print(celery.current_app.main)).start()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "viceversa\n", done.stderr


def test_publishing_fails_at_once_when_the_broker_is_away() -> None:
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        _publisher("redis+socket:///nowhere/redis.sock").send_task("x", ignore_result=True)
    assert time.monotonic() - begun < QUICK / 2


def test_publishing_gives_up_soon_on_a_broker_that_never_answers(silent: str) -> None:
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        _publisher(silent).send_task("x", ignore_result=True)
    assert time.monotonic() - begun < QUICK


def test_a_real_worker_answers_over_a_real_broker(redis_url: str, worker: None) -> None:
    publisher, deadline = _publisher(redis_url), time.monotonic() + 30
    answers: list[dict[str, object]] = []
    while not answers and time.monotonic() < deadline:
        answers = publisher.control.ping(timeout=1)
    assert [list(answer.values()) for answer in answers] == [[{"ok": "pong"}]]


def test_a_worker_without_the_key_that_signs_does_not_start(redis_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "celery", "-A", "mentoring.celery", "worker"]
    environment = os.environ | {"REDIS_URL": redis_url, "SIGNING_KEY_FILE": str(tmp_path / "none")}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "No signing key can be read" in done.stderr
    assert "Traceback" not in done.stderr
