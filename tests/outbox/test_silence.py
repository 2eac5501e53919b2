import time
from collections.abc import Callable
from datetime import datetime

import pytest
from pytest_django import Settings

from core.registry import Outcome
from outbox.delivery import dispatch
from outbox.delivery.finish import finish_sent
from outbox.delivery.run import Run
from outbox.models import OutboxMessage
from outbox.rules import State
from tests.faults.smtp_server import Fault, FaultyServer, Phase, Script
from tests.outbox.stage import (
    CALENDAR,
    CODE,
    NOTE,
    Stage,
    let_leases_run_out,
    let_wait_pass,
    put,
    results,
    row,
    state,
)

StartServer = Callable[[Script], FaultyServer]


def _first_time(fault: Fault) -> Script:
    left = [fault]

    def script(phase: Phase, _argument: str) -> Fault | None:
        return left.pop() if phase is Phase.CONTENT and left else None

    return script


@pytest.mark.parametrize("fault", [Fault.TAKE_AND_RESET, Fault.RESET])
def test_no_answer_after_the_content_is_not_tried_again_at_once(
    now: datetime, faulty: StartServer, fault: Fault
) -> None:
    server = faulty(_first_time(fault))
    put("note", now=now)
    for _ in range(3):
        dispatch(now=now)
        let_wait_pass()
    assert state("note") is State.HANDING
    assert len(server.taken) == (fault is Fault.TAKE_AND_RESET)


def test_a_nudge_without_an_answer_becomes_unknown_and_stays(
    now: datetime, faulty: StartServer, stage: Stage
) -> None:
    server = faulty(_first_time(Fault.TAKE_AND_RESET))
    put("note", now=now, kind=NOTE)
    dispatch(now=now)
    let_leases_run_out()
    dispatch(now=now)
    assert state("note") is State.UNKNOWN
    assert stage.told == [("note", Outcome.UNKNOWN)]
    assert len(server.taken) == 1


@pytest.mark.parametrize("kind", [CODE, CALENDAR])
def test_account_and_calendar_mail_is_tried_once_more(
    now: datetime, faulty: StartServer, kind: str
) -> None:
    server = faulty(_first_time(Fault.TAKE_AND_RESET))
    put("mail", now=now, kind=kind)
    dispatch(now=now)
    let_leases_run_out()
    dispatch(now=now)
    assert state("mail") is State.SENT
    assert len(server.taken) == 2
    assert len(set(server.message_ids)) == 1


def test_account_mail_is_not_tried_a_third_time(now: datetime, faulty: StartServer) -> None:
    server = faulty(
        lambda phase, _argument: Fault.TAKE_AND_RESET if phase is Phase.CONTENT else None
    )
    put("code", now=now, kind=CODE)
    for _ in range(5):
        dispatch(now=now)
        let_leases_run_out()
    assert state("code") is State.UNKNOWN
    assert len(server.taken) == 2
    assert results("code") == ["silent", "unknown", "silent", "unknown"]


def test_a_timeout_after_the_content_leaves_the_others_alone(
    now: datetime, faulty: StartServer, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    server = faulty(_first_time(Fault.TAKE_AND_STALL))
    for number in range(3):
        put(f"note-{number}", now=now)
    dispatch(now=now)
    assert state("note-0") is State.HANDING
    assert len(set(server.message_ids)) == len(server.taken) == 3


def test_an_answer_that_comes_late_is_still_the_truth(now: datetime, faulty: StartServer) -> None:
    faulty(_first_time(Fault.TAKE_AND_RESET))
    put("note", now=now)
    dispatch(now=now)
    let_leases_run_out()
    dispatch(now=now)
    finish_sent(Run(now), row("note"), "250 taken")
    assert state("note") is State.SENT


def test_a_late_answer_spares_the_second_try(now: datetime, faulty: StartServer) -> None:
    server = faulty(_first_time(Fault.TAKE_AND_RESET))
    put("code", now=now, kind=CODE)
    dispatch(now=now)
    OutboxMessage.objects.update(state=State.PENDING, was_unknown=True, lease_until=None)
    finish_sent(Run(now), row("code"), "250 taken")
    dispatch(now=now)
    assert (state("code"), len(server.taken)) == (State.SENT, 1)


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA])
def test_a_dripping_server_is_left_after_the_timeout(
    now: datetime, faulty: StartServer, phase: Phase, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    server = faulty(lambda at, _argument: Fault.DRIP if at is phase else None)
    put("note", now=now)
    began = time.monotonic()
    dispatch(now=now)
    assert time.monotonic() - began < 10
    assert (state("note"), server.taken) == (State.PENDING, [])


def test_a_reset_in_the_middle_of_the_content_is_tried_again(
    now: datetime, faulty: StartServer, stage: Stage
) -> None:
    server = faulty(lambda _phase, _argument: None)
    server.cuts_content = True
    put("note", now=now, facts={"text": "long " * 1_000_000})
    dispatch(now=now)
    assert (state("note"), server.taken) == (State.PENDING, [])
    server.cuts_content = False
    let_wait_pass()
    dispatch(now=now)
    assert (state("note"), len(server.taken)) == (State.SENT, 1)
