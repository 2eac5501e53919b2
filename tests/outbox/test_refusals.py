from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.registry import Outcome
from outbox.delivery import dispatch
from outbox.models import Suppression, Transport
from outbox.queries import transport_health
from outbox.rules import State
from tests.faults.smtp_server import Fault, FaultyServer, Phase, Script
from tests.outbox.stage import CODE, Stage, let_wait_pass, put, results, row, state

StartServer = Callable[[Script], FaultyServer]


def _answering(phase: Phase, *answers: str | Fault) -> Script:
    """Give these answers in turn at one phase, then the usual one."""
    left = list(answers)

    def script(at: Phase, _argument: str) -> str | Fault | None:
        return left.pop(0) if at is phase and left else None

    return script


def _refusing(*addresses: str) -> Script:
    def script(at: Phase, argument: str) -> str | None:
        return "550 no such user" if at is Phase.RCPT and argument in addresses else None

    return script


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.CONTENT])
@pytest.mark.parametrize("answer", ["451 busy", "421 closing"])
def test_a_temporary_refusal_is_tried_again_until_it_is_taken(
    now: datetime, faulty: StartServer, phase: Phase, answer: str
) -> None:
    server = faulty(_answering(phase, answer, answer))
    put("note", now=now)
    for _ in range(3):
        dispatch(now=now)
        let_wait_pass()
    assert results("note") == ["again", "again", "sent"]
    assert (len(server.taken), row("note").attempts) == (1, 3)


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA])
@pytest.mark.parametrize("fault", [Fault.RESET, Fault.STALL])
def test_a_connection_lost_before_the_content_is_tried_again(
    now: datetime, faulty: StartServer, phase: Phase, fault: Fault
) -> None:
    server = faulty(_answering(phase, fault))
    put("note", now=now)
    dispatch(now=now)
    assert (state("note"), server.taken) == (State.PENDING, [])
    let_wait_pass()
    dispatch(now=now)
    assert (state("note"), len(server.taken)) == (State.SENT, 1)


def test_a_temporary_refusal_keeps_the_message_id(now: datetime, faulty: StartServer) -> None:
    server = faulty(_answering(Phase.CONTENT, "451 later"))
    put("note", now=now)
    dispatch(now=now)
    first = row("note").message_id
    let_wait_pass()
    dispatch(now=now)
    assert server.message_ids == [first]


def test_temporary_refusals_end_with_the_expiry(now: datetime, faulty: StartServer) -> None:
    faulty(lambda phase, _argument: "451 busy" if phase is Phase.RCPT else None)
    put("code", now=now, kind=CODE, expires_at=now + timedelta(seconds=90))
    dispatch(now=now)
    assert state("code") is State.PENDING
    dispatch(now=now + timedelta(seconds=60))
    assert state("code") is State.FAILED
    assert row("code").sealed_facts is None


def test_an_answer_of_odd_bytes_is_written_down(now: datetime, faulty: StartServer) -> None:
    faulty(_answering(Phase.RCPT, "451 busy \x00\x07 \xfc"))
    put("note", now=now)
    dispatch(now=now)
    assert row("note").last_error.startswith("rcpt 451 busy")


def test_content_that_is_refused_has_failed(
    now: datetime, faulty: StartServer, stage: Stage
) -> None:
    faulty(_answering(Phase.CONTENT, "554 looks like spam"))
    put("note", now=now)
    dispatch(now=now)
    assert (state("note"), row("note").reason) == (State.FAILED, "content 554")
    assert stage.told == [("note", Outcome.FAILED)]
    assert not Suppression.objects.exists()


def test_an_address_rests_after_two_refusals_a_day_apart(
    now: datetime, faulty: StartServer
) -> None:
    server = faulty(_refusing("gone@example.org"))
    for number, hours in enumerate((0, 1, 25)):
        put(f"note-{number}", now=now, address="Gone@example.org".lower())
        dispatch(now=now + timedelta(hours=hours))
    put("last", now=now, address="gone@example.org")
    dispatch(now=now + timedelta(hours=26))
    assert [state(f"note-{number}") for number in range(3)] == [State.FAILED] * 3
    assert state("last") is State.SUPPRESSED
    assert server.taken == []


def test_account_mail_is_tried_and_wakes_a_resting_address(
    now: datetime, faulty: StartServer
) -> None:
    server = faulty(_refusing())
    Suppression.objects.create(
        address="back@example.org", bounces=2, last_counted_at=now, rests_since=now
    )
    put("code", now=now, kind=CODE, address="back@example.org")
    dispatch(now=now)
    put("note", now=now, address="back@example.org")
    dispatch(now=now)
    assert server.recipients == ["back@example.org"] * 2
    assert not Suppression.objects.exists()


def test_refusals_en_masse_count_against_nobody(now: datetime, faulty: StartServer) -> None:
    faulty(lambda phase, _argument: "550 relaying denied" if phase is Phase.RCPT else None)
    for number in range(5):
        put(f"note-{number}", now=now)
    report = dispatch(now=now)
    assert state("note-4") is State.PENDING
    assert not Suppression.objects.exclude(rests_since=None).exists()
    assert "550 relaying denied" in report.trouble
    assert transport_health().is_resting


def test_refusals_that_come_one_by_one_are_en_masse_too(now: datetime, faulty: StartServer) -> None:
    faulty(lambda phase, _argument: "550 relaying denied" if phase is Phase.RCPT else None)
    for number in range(5):
        put(f"note-{number}", now=now)
        dispatch(now=now, limit=1)
    states = [state(f"note-{number}") for number in range(5)]
    assert states == [State.FAILED] * 2 + [State.PENDING] * 3
    assert transport_health().is_resting


def test_a_refusal_now_and_then_is_the_address_at_fault(now: datetime, faulty: StartServer) -> None:
    faulty(lambda phase, argument: "550 no" if phase is Phase.RCPT and "bad" in argument else None)
    for hours in range(0, 10, 2):
        put(f"bad-{hours}", now=now)
        dispatch(now=now + timedelta(hours=hours))
    assert {state(f"bad-{hours}") for hours in range(0, 10, 2)} == {State.FAILED}


def test_a_trial_after_refusals_en_masse_fails_no_message(
    now: datetime, faulty: StartServer
) -> None:
    faulty(lambda phase, _argument: "550 relaying denied" if phase is Phase.RCPT else None)
    put("note", now=now)
    Transport.objects.create(name="smtp", failures=1, open_until=now - timedelta(days=400))
    dispatch(now=now)
    assert (state("note"), row("note").attempts) == (State.PENDING, 1)
    assert transport_health().failures == 2


def test_many_bad_addresses_do_not_hold_up_the_good_ones(
    now: datetime, faulty: StartServer
) -> None:
    server = faulty(_refusing(*(f"bad-{number}@example.org" for number in range(4))))
    for number in range(4):
        put(f"good-{number}", now=now)
    for number in range(4):
        put(f"bad-{number}", now=now)
    report = dispatch(now=now)
    assert len(server.taken) == 4
    assert report.trouble == ""
    assert state("bad-3") is State.PENDING
    health = transport_health()
    assert "recipients refused" in health.note
    assert health.noted_at is not None


def test_a_sender_that_is_refused_spends_no_tries(now: datetime, faulty: StartServer) -> None:
    server = faulty(_answering(Phase.MAIL, "550 sender not allowed"))
    for number in range(3):
        put(f"note-{number}", now=now)
    report = dispatch(now=now)
    assert "550 sender not allowed" in report.trouble
    assert {row(f"note-{number}").attempts for number in range(3)} == {0}
    let_wait_pass()
    dispatch(now=now)
    assert len(server.taken) == 3


def test_nobody_tries_while_the_server_rests(now: datetime, faulty: StartServer) -> None:
    server = faulty(_answering(Phase.GREETING, "554 not you"))
    put("note", now=now)
    dispatch(now=now)
    report = dispatch(now=now)
    assert "554 not you" in report.trouble
    assert (server.connections, row("note").attempts) == (1, 0)


def test_after_a_rest_one_message_is_tried_first(now: datetime, faulty: StartServer) -> None:
    server = faulty(lambda _phase, _argument: None)
    for number in range(3):
        put(f"note-{number}", now=now)
    Transport.objects.create(name="smtp", failures=4, open_until=now - timedelta(days=400))
    dispatch(now=now, limit=1)
    assert len(server.taken) == 1
    assert transport_health().failures == 0


def test_a_trial_is_taken_by_one_process_only(now: datetime, faulty: StartServer) -> None:
    server = faulty(_answering(Phase.MAIL, "451 busy", "451 busy"))
    put("note", now=now)
    Transport.objects.create(name="smtp", failures=1, open_until=now - timedelta(days=400))
    server.script = _answering(Phase.GREETING, "554 still not")
    dispatch(now=now)
    connections = server.connections
    dispatch(now=now)
    assert server.connections == connections == 1


def test_a_server_that_hangs_up_after_each_message_is_no_refusal(
    now: datetime, faulty: StartServer
) -> None:
    mails = 0

    def script(phase: Phase, _argument: str) -> str | None:
        nonlocal mails
        mails += phase is Phase.MAIL
        return "421 enough" if phase is Phase.MAIL and mails % 2 == 0 else None

    server = faulty(script)
    for number in range(4):
        put(f"note-{number}", now=now)
    dispatch(now=now)
    assert len(server.taken) == 4
    assert {row(f"note-{number}").attempts for number in range(4)} == {1}
