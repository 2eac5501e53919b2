"""Whatever happens in whatever order: one row for a key, nothing leaves that lost its cause."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase as HypothesisPhase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pytest_django import Settings

from core.registry import forget_messages, register_messages
from outbox.actions import Draft, enqueue, supersede
from outbox.delivery import dispatch
from outbox.delivery.claim import claim
from outbox.delivery.run import Run
from outbox.models import Attempt, OutboxMessage, Suppression, Transport
from outbox.rules import State
from tests.faults.dispatcher import CODE, NOTE, kinds
from tests.faults.field import START
from tests.faults.smtp_server import Fault, FaultyServer, Phase, serving
from tests.outbox.stage import let_leases_run_out, let_wait_pass

KEYS = [f"{kind}-{number}" for kind in (NOTE, CODE) for number in range(2)]
MOODS = {
    "fine": (Phase.CONTENT, None),
    "busy": (Phase.RCPT, "451 busy"),
    "full": (Phase.CONTENT, "452 full"),
    "gone": (Phase.DATA, Fault.RESET),
    "silent": (Phase.CONTENT, Fault.TAKE_AND_RESET),
    "mute": (Phase.CONTENT, Fault.RESET),
}


@pytest.fixture(autouse=True)
def own_kinds(settings: Settings, tmp_path: Path, db: None) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.EMAIL_TIMEOUT = 2
    register_messages(*kinds())
    yield
    forget_messages(*(kind.name for kind in kinds()))


class Life(RuleBasedStateMachine):
    """Acts, dispatchers, crashes and moods of the server, one after the other."""

    server: FaultyServer

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = START
        self.wanted: set[str] = set()
        self.server.taken.clear()
        self.server.recipients.clear()
        self.server.script = lambda _phase, _argument: None

    def teardown(self) -> None:
        """The next life begins with empty tables."""
        for model in (Attempt, OutboxMessage, Transport, Suppression):
            model.objects.all().delete()

    @rule(key=st.sampled_from(KEYS))
    def want(self, key: str) -> None:
        kind = key.rpartition("-")[0]
        enqueue(Draft(kind, key, 1, f"{key}@example.org", None, {}), now=self.now)
        self.wanted.add(key)

    @rule(key=st.sampled_from(KEYS))
    def take_back(self, key: str) -> None:
        supersede(keys=[key], reason="the cause has gone", now=self.now)
        self.wanted.discard(key)

    @rule(mood=st.sampled_from(sorted(MOODS)))
    def change_mood(self, mood: str) -> None:
        phase, answer = MOODS[mood]
        self.server.script = lambda at, _argument: answer if at is phase else None

    @rule()
    def deliver(self) -> None:
        before = Counter(self.server.recipients)
        dispatch(now=self.now)
        for address in Counter(self.server.recipients) - before:
            assert address.removesuffix("@example.org") in self.wanted

    @rule()
    def crash_after_claiming(self) -> None:
        claim(Run(self.now), 20)

    @rule()
    def let_leases_end(self) -> None:
        let_leases_run_out()

    @rule(minutes=st.integers(1, 600))
    def let_time_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        let_wait_pass()

    @invariant()
    def a_key_has_one_row(self) -> None:
        keys = list(OutboxMessage.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))

    @invariant()
    def nothing_is_doubled_but_what_got_no_answer(self) -> None:
        silent = Counter(
            Attempt.objects.filter(result="silent").values_list("message__key", flat=True)
        )
        for address, count in Counter(self.server.recipients).items():
            key = address.removesuffix("@example.org")
            most = 1 + silent[key] if key.startswith(CODE) else 1
            assert count <= most

    @invariant()
    def what_is_called_sent_was_taken(self) -> None:
        sent = OutboxMessage.objects.filter(state=State.SENT).values_list("address", flat=True)
        assert set(sent) <= set(self.server.recipients)


def test_nothing_is_lost_or_doubled_in_any_order(settings: Settings) -> None:
    profile: Any = hypothesis_settings.default
    # Hypothesis leaves this one untyped.
    live: Any = run_state_machine_as_test
    examples = max(10, profile.max_examples // 4)
    with serving(FaultyServer()) as server:
        settings.EMAIL_URL = server.url
        Life.server = server
        live(
            Life,
            settings=hypothesis_settings(
                profile,
                max_examples=examples,
                stateful_step_count=25,
                # Shrinking runs the mail server thousands of times; the steps are few anyway.
                phases=[HypothesisPhase.generate],
            ),
        )
