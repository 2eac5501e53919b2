"""Any order of acts keeps the promises of a pair's records."""

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Model
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from core.errors import Refusal
from lifecycle.actions import pause_pair, resume_pair
from meetings.actions import (
    LogDraft,
    PlanDraft,
    answer_not_yet,
    cancel_meeting,
    log_contact,
    log_meeting,
    move_meeting,
    plan_meeting,
    undo_log,
)
from meetings.models import (
    CANCELLED,
    DELETED,
    HELD,
    MET,
    MOVED,
    NOT_MET,
    NOT_YET,
    PLANNED,
    InformalContact,
    Meeting,
    MeetingLog,
    Move,
)
from meetings.queries import pair_facts
from meetings.rules.facts import Outcome
from meetings.rules.status import read_rhythm
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Role
from tests import builders
from tests.conftest import NOW

DAY = timedelta(days=1)
SIDES = st.sampled_from(["mentor", "mentee"])
PICK = st.integers(min_value=0, max_value=9)
STEPS = st.sampled_from(
    [timedelta(0), timedelta(minutes=4), timedelta(minutes=40), timedelta(hours=7), DAY, 3 * DAY]
)


class PairMachine(RuleBasedStateMachine):
    """One pair and everything its two people can do; refusals are part of the game."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = NOW
        self.rows: dict[type[Model], int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        self.pair = builders.make_pair(state=PairState.ACTIVE)

    def person(self, side: str) -> User:
        return self.pair.person_in(Role(side))

    def attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal:
            return

    def pick(self, number: int) -> Meeting:
        meetings = list(Meeting.objects.order_by("pk"))
        return meetings[number % len(meetings)]

    def has_meetings(self) -> bool:
        return Meeting.objects.exists()

    @rule(step=STEPS)
    def wait(self, step: timedelta) -> None:
        self.now += step

    @rule(side=SIDES, hours=st.sampled_from([1, 5, 20, 30, 75, 240]))
    def plan(self, side: str, hours: int) -> None:
        draft = PlanDraft(self.now + timedelta(hours=hours), 45)
        self.attempt(partial(plan_meeting, self.pair, draft, by=self.person(side), now=self.now))

    @rule(side=SIDES, days=st.integers(0, 3))
    def log(self, side: str, days: int) -> None:
        draft = LogDraft(on=(self.now - days * DAY).date())
        self.attempt(partial(log_meeting, self.pair, draft, by=self.person(side), now=self.now))

    @precondition(has_meetings)
    @rule(side=SIDES, number=PICK)
    def log_named(self, side: str, number: int) -> None:
        meeting = self.pick(number)
        act = partial(log_meeting, self.pair, by=self.person(side), now=self.now, meeting=meeting)
        self.attempt(act)

    @precondition(has_meetings)
    @rule(side=SIDES, number=PICK)
    def not_yet(self, side: str, number: int) -> None:
        act = partial(answer_not_yet, self.pick(number), by=self.person(side), now=self.now)
        self.attempt(act)

    @precondition(has_meetings)
    @rule(side=SIDES, number=PICK)
    def undo(self, side: str, number: int) -> None:
        self.attempt(partial(undo_log, self.pick(number), by=self.person(side), now=self.now))

    @precondition(has_meetings)
    @rule(side=SIDES, number=PICK)
    def cancel(self, side: str, number: int) -> None:
        act = partial(cancel_meeting, self.pick(number), by=self.person(side), now=self.now)
        self.attempt(act)

    @precondition(has_meetings)
    @rule(side=SIDES, number=PICK, hours=st.sampled_from([1, 30, 100]))
    def move(self, side: str, number: int, hours: int) -> None:
        draft = PlanDraft(self.now + timedelta(hours=hours), 45)
        act = partial(move_meeting, self.pick(number), draft, by=self.person(side), now=self.now)
        self.attempt(act)

    @rule(side=SIDES, days=st.integers(1, 9))
    def pause(self, side: str, days: int) -> None:
        until = (self.now + days * DAY).date()
        act = partial(pause_pair, self.pair, until=until, by=self.person(side), now=self.now)
        self.attempt(act)

    @rule(side=SIDES)
    def resume(self, side: str) -> None:
        self.attempt(partial(resume_pair, self.pair, by=self.person(side), now=self.now))

    @rule(side=SIDES)
    def contact(self, side: str) -> None:
        act = partial(log_contact, self.pair, "call", by=self.person(side), now=self.now)
        self.attempt(act)

    @invariant()
    def each_side_says_one_thing_of_a_meeting(self) -> None:
        standing = MeetingLog.objects.filter(undone_at=None)
        said = list(standing.values_list("meeting_id", "role"))
        assert len(said) == len(set(said))

    @invariant()
    def nothing_is_ever_deleted(self) -> None:
        for model in (Meeting, MeetingLog, Move, InformalContact):
            count = model.objects.count()
            assert count >= self.rows.get(model, 0)
            self.rows[model] = count

    @invariant()
    def what_is_stored_follows_from_the_records(self) -> None:
        for meeting in Meeting.objects.prefetch_related("logs", "replaced_by"):
            assert (meeting.state, meeting.held_on) == expected(meeting)
            assert meeting.fell_through == (
                meeting.state in (NOT_MET, MOVED)
                or (meeting.state == CANCELLED and meeting.cancel_cause == "person")
            )

    @invariant()
    def planned_times_are_apart_and_outside_of_the_pause(self) -> None:
        planned = list(Meeting.objects.filter(state=PLANNED).order_by("starts_at"))
        ahead = [meeting for meeting in planned if meeting.starts_at > self.now]
        assert all(a.ends_at <= b.starts_at for a, b in itertools.pairwise(ahead))
        until = Pairing.objects.get().paused_until
        zone = self.pair.mentee.zone
        days = [meeting.starts_at.astimezone(zone).date() for meeting in ahead]
        assert until is None or all(day >= until for day in days)

    @invariant()
    def the_facts_can_be_read_at_any_time(self) -> None:
        facts = pair_facts(Pairing.objects.get())
        standing = Meeting.objects.standing()
        assert len(facts.meetings) == standing.count()
        assert len(facts.of(Outcome.HELD)) == standing.filter(state=HELD).count()
        rhythm = read_rhythm(facts, self.now)
        assert rhythm.is_paused == (Pairing.objects.get().state == PairState.PAUSED)


def expected(meeting: Meeting) -> tuple[str, date | None]:
    """Say what became of a meeting, from its records alone."""
    standing = [log for log in meeting.logs.all() if log.undone_at is None]
    days = [log.held_on for log in standing if log.answer == MET and log.held_on]
    planned = meeting.starts_at.astimezone(ZoneInfo("Europe/Berlin")).date()
    if days:
        return HELD, planned if meeting.was_planned else min(days)
    if meeting.cancel_cause:
        return CANCELLED, None
    if meeting.replaced_by.all():
        return MOVED, None
    if any(log.answer == NOT_YET for log in standing) and meeting.was_planned:
        return NOT_MET, None
    return _without_answer(meeting), None


def _without_answer(meeting: Meeting) -> str:
    same_time = Meeting.objects.filter(state=PLANNED, starts_at=meeting.starts_at)
    is_taken = same_time.exclude(pk=meeting.pk).exists()
    gone = not meeting.was_planned or (is_taken and meeting.state == DELETED)
    # A date given up because its time was taken does not come back when that one is moved away.
    return DELETED if gone or meeting.state == DELETED else PLANNED


@pytest.mark.django_db
def test_any_order_of_acts_keeps_the_promises() -> None:
    # Hypothesis ships no types for its state machines.
    play: Any = run_state_machine_as_test
    play(
        PairMachine,
        settings=settings(max_examples=settings().max_examples // 4, stateful_step_count=20),
    )
