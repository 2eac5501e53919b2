"""A dispatcher in a process of its own, forked from one that has Django ready, to be killed."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

if not apps.ready:
    django.setup()

from core.mail import Link, Mail, MailContent, render_mail
from core.registry import Envelope, Lane, MessageKind, register_messages
from outbox.actions import Draft, enqueue_many
from outbox.delivery import dispatch
from outbox.delivery.steps import Step, listen
from outbox.errors import DATABASE_AWAY
from outbox.rules import Limits

NOTE = "fault.note"
CODE = "fault.code"
CRASHED = 137
A_SECOND = timedelta(minutes=1)
# Short, so that a test waits little; the proportions are those of production.
LIMITS = Limits(
    batch=5,
    lease=timedelta(seconds=2),
    margin=timedelta(seconds=0.2),
    handing=timedelta(seconds=2),
    batch_time=timedelta(seconds=1),
)


@dataclass(frozen=True, slots=True)
class Orders:
    """What a dispatcher does. `crash_at` and `stop_at` happen on the `on_visit`-th visit.

    With `rounds` above one it dispatches again and again; a second is a minute of its time.
    `sweeps` are how often it puts the same twenty messages in before that.
    """

    database: str
    data_dir: str
    email_url: str
    now: datetime
    rounds: int = 1
    sweeps: int = 0
    crash_at: Step | None = None
    stop_at: Step | None = None
    on_visit: int = 1
    limits: Limits = LIMITS


@dataclass
class _Saboteur:
    orders: Orders
    visits: Counter[Step] = field(default_factory=Counter)

    def __call__(self, step: Step) -> None:
        self.visits[step] += 1
        if self.visits[step] != self.orders.on_visit:
            return
        if step is self.orders.crash_at:
            os._exit(CRASHED)
        if step is self.orders.stop_at:
            os.kill(os.getpid(), signal.SIGSTOP)


def kinds() -> list[MessageKind]:
    """One kind that is tried again when unknown, and one that never is."""
    return [
        MessageKind(NOTE, Lane.NUDGE, _render),
        MessageKind(CODE, Lane.ACCOUNT, _render, is_secret=True, retries_unknown=True),
    ]


def drafts(kind: str, count: int) -> list[Draft]:
    """Messages of a kind, the same whenever they are asked for."""
    keys = [f"{kind}-{number}" for number in range(count)]
    return [Draft(kind, key, 1, f"{key}@example.org", None, {}) for key in keys]


def start(orders: Orders) -> ForkServerProcess:
    """Fork a dispatcher; takes milliseconds after the first one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=obey, args=(orders,), daemon=True)
    process.start()
    return process


def run(orders: Orders) -> int | None:
    """Run a dispatcher to its end; returns its exit code."""
    process = start(orders)
    process.join(60)
    return process.exitcode


def obey(orders: Orders) -> None:
    """Do what was ordered; runs in the forked process."""
    connection.settings_dict["NAME"] = orders.database
    settings.DATA_DIR = orders.data_dir
    settings.EMAIL_URL = orders.email_url
    settings.EMAIL_TIMEOUT = 2
    register_messages(*kinds())
    listen(_Saboteur(orders))
    for _ in range(orders.sweeps):
        enqueue_many(drafts(NOTE, 20), now=orders.now)
    began = time.monotonic()
    for _ in range(orders.rounds):
        _dispatch(orders, orders.now + (time.monotonic() - began) * A_SECOND)


def _dispatch(orders: Orders, now: datetime) -> None:
    """Do as a worker: a database that is away ends one task, not the worker."""
    try:
        dispatch(now=now, limits=orders.limits)
        time.sleep(0.01)
    except DATABASE_AWAY:
        connection.close()


def _render(envelope: Envelope, _now: datetime) -> Mail:
    """Take as long as the product's mails take."""
    met = Link("We met", "https://example.org/a/1/")
    return render_mail(
        MailContent(
            subject=envelope.key,
            heading="Did you meet?",
            footer_reason="You get this because you are in a pair.",
            buttons=(met,),
        )
    )
