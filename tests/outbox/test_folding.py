from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.mail import Mail
from core.registry import SEND, Envelope, Outcome, Verdict, later
from outbox.actions import fold, supersede
from outbox.delivery import dispatch
from outbox.delivery.claim import claim
from outbox.delivery.run import Run
from outbox.queries import waiting_for
from outbox.rules import State
from tests.faults.smtp_server import Fault, FaultyServer, Phase, Script
from tests.outbox.stage import (
    NOTE,
    Stage,
    let_leases_run_out,
    let_wait_pass,
    put,
    row,
    state,
)
from tests.plugins.servers import SmtpCatcher


def _put(key: str, *, now: datetime, **details: Any) -> None:
    put(key, now=now, facts={"name": key}, **details)


@pytest.fixture(autouse=True)
def folding(stage: Stage) -> None:
    """Whichever is claimed first takes the person's others along."""

    def admit(envelope: Envelope, now: datetime) -> Verdict:
        waiting = waiting_for(person_id=envelope.person_id or 0, kinds=[NOTE])
        uids = [other.uid for other in waiting if other.uid != envelope.uid]
        fold(into=envelope.uid, uids=uids, line_of="others", now=now)
        return SEND

    def render(envelope: Envelope, _now: datetime) -> Mail:
        lines = envelope.facts.get("others", [])
        names = [envelope.facts["name"], *(line["name"] for line in lines)]
        return Mail(subject=" + ".join(names), text="Hello", html="")

    stage.admit = admit
    stage.render = render


def test_several_messages_leave_as_one_mail(
    now: datetime, inbox: SmtpCatcher, stage: Stage
) -> None:
    for key in ("a", "b", "c"):
        _put(key, now=now)
    dispatch(now=now)
    assert [mail["Subject"] for mail in inbox.messages] == ["a + b + c"]
    assert {state(key) for key in ("a", "b", "c")} == {State.SENT}
    assert stage.told == [("a", Outcome.SENT)]


def test_what_waits_for_the_slot_is_taken_along(now: datetime, inbox: SmtpCatcher) -> None:
    _put("held", now=now, not_before=now + timedelta(days=6))
    _put("due", now=now)
    dispatch(now=now)
    assert [mail["Subject"] for mail in inbox.messages] == ["due + held"]


def test_messages_to_others_are_not_taken_along(now: datetime, inbox: SmtpCatcher) -> None:
    _put("a", now=now)
    _put("b", now=now, person_id=2)
    dispatch(now=now)
    assert sorted(str(mail["Subject"]) for mail in inbox.messages) == ["a", "b"]


def test_a_folded_message_leaves_only_once(now: datetime, inbox: SmtpCatcher) -> None:
    _put("a", now=now)
    _put("b", now=now)
    dispatch(now=now)
    _put("b", now=now)
    dispatch(now=now + timedelta(days=1))
    assert len(inbox.messages) == 1


def test_a_mail_that_lost_a_part_is_made_anew(now: datetime, inbox: SmtpCatcher) -> None:
    _put("a", now=now)
    _put("b", now=now)
    claim(Run(now), 20)
    supersede(keys=["b"], reason="they met", now=now)
    dispatch(now=now)
    assert [mail["Subject"] for mail in inbox.messages] == ["a"]
    assert (state("a"), state("b")) == (State.SENT, State.SUPERSEDED)


def test_the_parts_of_a_mail_that_is_taken_back_wait_for_themselves(
    now: datetime, inbox: SmtpCatcher
) -> None:
    _put("a", now=now)
    _put("b", now=now)
    claim(Run(now), 20)
    supersede(keys=["a"], reason="they met", now=now)
    dispatch(now=now)
    assert [mail["Subject"] for mail in inbox.messages] == ["b"]


def test_a_crash_after_folding_loses_no_part(now: datetime, inbox: SmtpCatcher) -> None:
    _put("a", now=now)
    _put("b", now=now)
    claim(Run(now), 20)
    _put("c", now=now)
    let_leases_run_out()
    dispatch(now=now)
    assert [mail["Subject"] for mail in inbox.messages] == ["a + b + c"]
    assert {state(key) for key in ("a", "b", "c")} == {State.SENT}


def test_the_parts_of_a_mail_that_must_wait_wait_for_themselves(
    now: datetime, stage: Stage
) -> None:
    _put("a", now=now)
    _put("b", now=now)
    claim(Run(now), 20)
    let_leases_run_out()
    stage.admit = lambda _envelope, _now: later(now + timedelta(days=1))
    claim(Run(now), 20)
    assert row("b").folded_into is None


def test_parts_share_what_nobody_knows(
    now: datetime, faulty: Callable[[Script], FaultyServer]
) -> None:
    server = faulty(
        lambda phase, _argument: Fault.TAKE_AND_RESET if phase is Phase.CONTENT else None
    )
    _put("a", now=now)
    _put("b", now=now)
    dispatch(now=now)
    let_leases_run_out()
    dispatch(now=now)
    assert (state("a"), state("b"), len(server.taken)) == (State.UNKNOWN, State.UNKNOWN, 1)


def test_parts_of_a_mail_that_failed_go_on_alone(
    now: datetime, faulty: Callable[[Script], FaultyServer]
) -> None:
    server = faulty(lambda _phase, argument: "550 gone" if argument == "old@example.org" else None)
    _put("a", now=now, address="old@example.org")
    _put("b", now=now)
    dispatch(now=now)
    let_wait_pass()
    dispatch(now=now)
    assert (state("a"), state("b")) == (State.FAILED, State.SENT)
    assert server.recipients == ["b@example.org"]
