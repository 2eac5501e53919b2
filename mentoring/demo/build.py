"""Replays the story day by day through the product's own acts, sweeps and dispatches.

So the history of mails, of states and of facts is what the product itself would have made of it.
"""

import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiosmtpd.controller import Controller
from django.db import connection
from django.test.utils import override_settings

from accounts.models import User
from health.actions import refresh_stale
from kit.actions import deliver_letters
from lifecycle.actions import advance_lives
from mentoring.demo.coming import coming_program
from mentoring.demo.faces import FACES
from mentoring.demo.pairs import tell
from mentoring.demo.people import bring_people_in
from mentoring.demo.programs import (
    last_program,
    pilot_program,
    running_program,
    tidy_desk,
)
from mentoring.demo.recipe import last_year, pilot, this_year
from mentoring.demo.scenes import answer_in_private, tell_of_faces, tell_of_farewells
from mentoring.demo.story import (
    COMING_OPENS,
    DESK_TIDIED,
    LAST_YEAR_STARTS,
    PILOT_STARTS,
    PROGRAM_STARTS,
)
from outbox.actions import record_heartbeat
from outbox.caught import mail_folder
from outbox.delivery import dispatch
from outbox.management.commands.catch_mail import Catcher
from outbox.models import OutboxMessage
from outbox.queries import heartbeat
from pulse.actions import sweep_pulses
from reminders.actions import sweep

Event = Callable[[datetime], None]
MORNING, AN_HOUR, TEN_HOURS = timedelta(hours=8), timedelta(hours=1), timedelta(hours=10)
FRIDAY = 5
BUILT = "demo"


@dataclass
class Stage:
    """The company while its story is replayed; events wait under their day."""

    today: datetime
    people: dict[str, User] = field(default_factory=dict)
    mornings: dict[int, list[Event]] = field(default_factory=dict)
    evenings: dict[int, list[Event]] = field(default_factory=dict)

    def day(self, number: int) -> datetime:
        """Return the midnight that begins a day of the story."""
        return self.today + timedelta(days=number)

    def at(self, number: int, event: Event) -> None:
        """Do something on the morning of a day; what lies in the future is not done."""
        if number <= 0:
            self.mornings.setdefault(number, []).append(event)

    def in_the_evening(self, number: int, event: Event) -> None:
        """Do something at seven in the evening; today's evening may not have come."""
        if number < 0:
            self.evenings.setdefault(number, []).append(event)


def build_demo(*, now: datetime, is_small: bool = False) -> int:
    """Fill an empty database; returns how many mails the story sent. `now` is the demo's time.

    A small story has the whole company, and the pairs with a face alone.
    """
    with _caught_mail(), _in_haste():
        record_heartbeat(name=BUILT, now=now, facts={"is_whole": 0})
        stage = Stage(now.replace(hour=0, minute=0, second=0, microsecond=0))
        first_day = PROGRAM_STARTS if is_small else LAST_YEAR_STARTS
        stage.people = bring_people_in(stage.day(first_day))
        (_set_faces if is_small else _set_everybody)(stage)
        _replay(stage, first_day, now)
        refresh_stale(now=now)
        record_heartbeat(name=BUILT, now=now, facts={"is_whole": 1})
    return len(list(mail_folder().glob("*.eml")))


def _set_faces(stage: Stage) -> None:
    tell(stage, running_program(stage, FACES), FACES)
    stage.at(COMING_OPENS, lambda _now: coming_program(stage))
    tell_of_faces(stage)


def _set_everybody(stage: Stage) -> None:
    """Open each program on its first day; its pairs follow."""
    before, pairs = last_year(stage.people), this_year(stage.people)
    few = pilot(stage.people, pairs)
    stage.at(LAST_YEAR_STARTS, lambda _now: tell(stage, last_program(stage, before), before))
    stage.at(PROGRAM_STARTS, lambda _now: tell(stage, running_program(stage, pairs), pairs))
    stage.at(COMING_OPENS, lambda _now: coming_program(stage))
    tell_of_faces(stage)
    tell_of_farewells(stage, before, few)
    for number in DESK_TIDIED:
        stage.at(number, tidy_desk)
    stage.at(PILOT_STARTS, lambda _now: tell(stage, pilot_program(stage, few), few))


def _replay(stage: Stage, first_day: int, now: datetime) -> None:
    for number in range(first_day, 1):
        morning = stage.day(number) + MORNING
        if number == 0:
            morning = min(morning, now - timedelta(minutes=1))
        events = stage.mornings.pop(number, [])
        for event in events:
            event(morning)
        # A nudge of the weekend leaves on Monday anyway.
        if number >= PROGRAM_STARTS and morning.isoweekday() <= FRIDAY:
            _work(min(morning + AN_HOUR, now))
        elif events and number < PROGRAM_STARTS:
            _remember(morning + AN_HOUR)
        for event in stage.evenings.pop(number, ()):
            event(morning + TEN_HOURS)
    _work(now)


def _work(now: datetime) -> None:
    """Do what worker and scheduler would do at this time."""
    advance_lives(now=now)
    sweep(now=now)
    answer_in_private(now)
    sweep_pulses(now=now)
    deliver_letters(now=now)
    dispatch(now=now)


def _remember(now: datetime) -> None:
    """Move last year's lives on; of its mail nothing is kept, and it had no nudges."""
    advance_lives(now=now)
    OutboxMessage.objects.all().delete()


@contextmanager
def _in_haste() -> Iterator[None]:
    """Nobody reads yet, and a build that dies is started over: the disk need not be waited for.

    What is made here stays, so looking for garbage would find little.
    """
    gc.disable()
    try:
        _wait_for_disk("OFF")
        yield
        _wait_for_disk("FULL")
    finally:
        gc.enable()


def _wait_for_disk(mode: str) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {mode}")


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


def is_half_built() -> bool:
    """Whether a build was begun and never came to its end."""
    begun = heartbeat(BUILT)
    return begun is not None and not begun.facts["is_whole"]
