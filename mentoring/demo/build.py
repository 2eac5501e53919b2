"""Replays the story day by day through the product's own acts, sweeps and dispatches.

So the history of mails, of states and of facts is what the product itself would have made of it.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiosmtpd.controller import Controller
from django.test.utils import override_settings

from accounts.models import User
from health.actions import refresh_stale
from lifecycle.actions import advance_lives
from mentoring.demo.pairs import pair_events
from mentoring.demo.people import bring_people_in
from mentoring.demo.programs import coming_program, running_program
from mentoring.demo.story import PROGRAM_STARTS
from outbox.caught import mail_folder
from outbox.delivery import dispatch
from outbox.management.commands.catch_mail import Catcher
from programs.models import Program
from reminders.actions import sweep

Event = Callable[[datetime], None]
MORNING = timedelta(hours=8)
AN_HOUR = timedelta(hours=1)
FRIDAY = 5


@dataclass
class Stage:
    """The company while its story is replayed; events wait under their day."""

    today: datetime
    people: dict[str, User] = field(default_factory=dict)
    program: Program | None = None
    events: dict[int, list[Event]] = field(default_factory=dict)

    def at(self, day: int, event: Event) -> None:
        """Do something on the morning of a day; what lies in the future is not done."""
        if day <= 0:
            self.events.setdefault(day, []).append(event)


def build_demo(*, now: datetime) -> int:
    """Fill an empty database; returns how many mails the story sent. `now` is the demo's time."""
    with _caught_mail():
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        start = today + timedelta(days=PROGRAM_STARTS)
        people = bring_people_in(start)
        stage = Stage(today, people, running_program(people, start))
        pair_events(stage)
        _replay(stage, now)
        coming_program(people, now)
        refresh_stale(now=now)
    return len(list(mail_folder().glob("*.eml")))


def _replay(stage: Stage, now: datetime) -> None:
    for day in range(PROGRAM_STARTS, 1):
        morning = stage.today + timedelta(days=day) + MORNING
        if day == 0:
            morning = min(morning, now - timedelta(minutes=1))
        for event in stage.events.get(day, ()):
            event(morning)
        # A nudge of the weekend leaves on Monday anyway.
        if morning.isoweekday() <= FRIDAY:
            _work(min(morning + AN_HOUR, now))
    _work(now)


def _work(now: datetime) -> None:
    """Do what worker and scheduler would do at this time."""
    advance_lives(now=now)
    sweep(now=now)
    dispatch(now=now)


@contextmanager
def _caught_mail() -> Iterator[None]:
    """Catch the story's mail where the running demo catches its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    controller = Controller(Catcher(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with override_settings(EMAIL_URL=f"smtp://127.0.0.1:{port}"):
            yield
    finally:
        controller.stop()
