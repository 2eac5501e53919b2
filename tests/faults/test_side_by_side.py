"""Several dispatchers at once, a server slower than the lease, a worker stopped for a while."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from outbox.delivery.steps import Step
from outbox.models import OutboxMessage
from outbox.rules import Limits, State
from tests.faults.dispatcher import CODE, LIMITS, NOTE, run, start
from tests.faults.field import Field
from tests.faults.smtp_server import Phase
from tests.outbox.stage import let_leases_run_out

SWEEPS = 1_000 if os.environ.get("FAULTS") == "long" else 15
HASTY = Limits(
    batch=20,
    lease=timedelta(seconds=0.6),
    margin=timedelta(seconds=0.1),
    handing=timedelta(seconds=30),
)


def test_five_dispatchers_double_nothing(field: Field) -> None:
    field.put(NOTE, 60)
    field.put(CODE, 20)
    processes = [start(field.orders(rounds=6)) for _ in range(5)]
    for process in processes:
        process.join(60)
    field.settle()
    assert [process.exitcode for process in processes] == [0] * 5
    assert (field.doubled(), field.states()) == ([], {State.SENT: 80})


def test_five_sweepers_write_each_message_once(field: Field) -> None:
    processes = [start(field.orders(rounds=2, sweeps=SWEEPS)) for _ in range(5)]
    for process in processes:
        process.join(600)
    field.settle()
    assert [process.exitcode for process in processes] == [0] * 5
    assert (field.doubled(), field.states()) == ([], {State.SENT: 20})


def test_a_slow_server_without_a_kill_doubles_nothing(field: Field) -> None:
    def dawdle(phase: Phase, _argument: str) -> None:
        time.sleep(0.15 if phase in {Phase.RCPT, Phase.CONTENT} else 0)

    field.server.script = dawdle
    field.put(NOTE, 12)
    orders = [field.orders(rounds=3, limits=HASTY) for _ in range(2)]
    for process in [start(order) for order in orders]:
        process.join(60)
    field.settle()
    assert (field.doubled(), field.states()) == ([], {State.SENT: 12})


def _wait_until_stopped(pid: int) -> None:
    for _ in range(400):
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T":
            return
        time.sleep(0.02)
    pytest.fail("the dispatcher did not stop itself")


@pytest.mark.parametrize(
    "step", [Step.CLAIMED, Step.RENDERED, Step.RENEWED, Step.ADDRESSED, Step.FINISHED]
)
def test_a_worker_stopped_beyond_its_lease_doubles_nothing(field: Field, step: Step) -> None:
    field.put(CODE, 4)
    sleeper = start(field.orders(stop_at=step))
    _wait_until_stopped(sleeper.pid or 0)
    let_leases_run_out()
    run(field.orders(rounds=5))
    assert OutboxMessage.objects.filter(state=State.SENT).count() == 4
    os.kill(sleeper.pid or 0, signal.SIGCONT)
    sleeper.join(60)
    assert (field.doubled(), field.missing(CODE)) == ([], [])


def test_a_worker_stopped_after_marking_is_waited_for(field: Field) -> None:
    field.put(CODE, 1)
    sleeper = start(field.orders(stop_at=Step.HANDING))
    _wait_until_stopped(sleeper.pid or 0)
    run(field.orders(rounds=3, limits=LIMITS))
    os.kill(sleeper.pid or 0, signal.SIGCONT)
    sleeper.join(60)
    assert (field.doubled(), field.states()) == ([], {State.SENT: 1})
