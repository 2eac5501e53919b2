"""Celery only says "look now"; what is due and what is sent is decided in the database."""

import os
from datetime import timedelta

from celery import Celery
from celery.signals import after_task_publish, beat_init, worker_init, worker_ready
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.frozen import refuse_unless_frozen
from ledger.keys import KeyMissing, signing_key

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

_TIME_LIMIT = 300


def _every(task: str, period: timedelta) -> dict[str, object]:
    """Beat's entry for a task; a tick that nobody took before the next one is dropped."""
    return {"task": task, "schedule": period, "options": {"expires": period.total_seconds()}}


@worker_init.connect
def _refuse_without_proof(**_: object) -> None:
    """Start no worker that could not sign, or on tables that would let signed texts be changed."""
    try:
        signing_key()
        refuse_unless_frozen(connection)
    except (KeyMissing, ImproperlyConfigured) as error:
        # Celery swallows every other exception of a signal.
        raise SystemExit(str(error)) from error
    finally:
        connection.close()


@worker_ready.connect
def _show_worker(**_: object) -> None:
    """Let who started the worker see that it takes tasks."""
    (settings.DATA_DIR / "worker-alive").touch()


@beat_init.connect
def _show_beat(**_: object) -> None:
    """Let a health check see that beat still publishes: the file is as old as its last task."""
    _touch_beat()
    after_task_publish.connect(_touch_beat, weak=False)


def _touch_beat(**_: object) -> None:
    (settings.DATA_DIR / "beat-alive").touch()


app = Celery("viceversa")
app.conf.update(
    broker_url=settings.REDIS_URL,
    # A web request must not hang because the broker is away: one short try, a sweep does the rest.
    broker_connection_timeout=1,
    broker_transport_options={
        "visibility_timeout": 4 * _TIME_LIMIT,
        "socket_connect_timeout": 1,
        "socket_timeout": 2,
        "max_retries": 0,
    },
    task_publish_retry=False,
    # Workers wait for a broker that is away instead of giving up.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A task that a dying worker held is run again; every task may be run twice without harm.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    task_time_limit=_TIME_LIMIT,
    task_soft_time_limit=_TIME_LIMIT - 30,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="viceversa",
    timezone="UTC",
    worker_hijack_root_logger=False,
    # In memory: after a restart each entry runs within its period, and a sweep needs no more.
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        "outbox-dispatch": _every("outbox.tasks.dispatch", timedelta(minutes=1)),
        "reminders-sweep": _every("reminders.tasks.sweep", timedelta(minutes=1)),
        "health-refresh": _every("health.tasks.refresh", timedelta(minutes=2)),
        "lifecycle-advance": _every("lifecycle.tasks.advance", timedelta(minutes=2)),
        "contracts-copies": _every("contracts.tasks.make_copies", timedelta(minutes=1)),
        "contracts-ledger": _every("contracts.tasks.look_after_ledger", timedelta(hours=1)),
        "contracts-sweep": _every("contracts.tasks.sweep", timedelta(hours=1)),
        "ledger-heads": _every("ledger.tasks.sign_head", timedelta(hours=1)),
        "ledger-publishing": _every("ledger.tasks.publish_head", timedelta(hours=1)),
        "kit-letters": _every("kit.tasks.send_letters", timedelta(minutes=1)),
        "directory-imports": _every("directory.tasks.continue_imports", timedelta(minutes=1)),
        "pulse-sweep": _every("pulse.tasks.sweep", timedelta(minutes=5)),
        "pairings-recheck": _every("pairings.tasks.recheck", timedelta(hours=1)),
    },
)
# A thread of the web server has no current app of its own: it would publish to Celery's default.
app.set_default()
app.autodiscover_tasks()
