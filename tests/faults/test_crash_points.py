"""A dispatcher dies at each step; the next ones bring everything to its end."""

import pytest

from outbox.delivery.steps import Step
from outbox.rules import State
from tests.faults.dispatcher import CODE, CRASHED, NOTE, run
from tests.faults.field import Field
from tests.outbox.stage import let_leases_run_out

_ONCE = {Step.CLAIMING, Step.CLAIMED}
_MAY_DOUBLE = {Step.CONTENT_SENT, Step.ANSWERED}
_MAY_BE_UNKNOWN = {Step.HANDING, Step.DATA_OPEN, *_MAY_DOUBLE}


@pytest.mark.parametrize("step", list(Step))
def test_a_crash_loses_no_account_mail_and_doubles_at_most_the_one_in_flight(
    field: Field, step: Step
) -> None:
    field.put(CODE, 4)
    assert run(field.orders(crash_at=step, on_visit=1 if step in _ONCE else 2)) == CRASHED
    field.settle()
    assert field.lost() == field.missing(CODE) == []
    assert len(field.doubled()) <= (step in _MAY_DOUBLE)
    assert field.states() == {State.SENT: 4}


@pytest.mark.parametrize("step", list(Step))
def test_a_crash_doubles_no_nudge_and_says_what_is_unknown(field: Field, step: Step) -> None:
    field.put(NOTE, 4)
    assert run(field.orders(crash_at=step, on_visit=1 if step in _ONCE else 2)) == CRASHED
    field.settle()
    assert field.doubled() == field.lost() == []
    unknown = field.states()[State.UNKNOWN]
    assert unknown == (step in _MAY_BE_UNKNOWN)
    assert len(field.missing(NOTE)) <= unknown


@pytest.mark.parametrize("step", [Step.CLAIMED, Step.ADDRESSED, Step.ANSWERED])
def test_crashes_one_after_the_other_add_up_to_no_loss(field: Field, step: Step) -> None:
    field.put(CODE, 6)
    for _ in range(3):
        assert run(field.orders(crash_at=step)) == CRASHED
        let_leases_run_out()
    field.settle()
    assert field.missing(CODE) == []
    assert len(field.doubled()) <= (3 if step in _MAY_DOUBLE else 0)


def test_account_mail_that_twice_got_no_answer_says_so(field: Field) -> None:
    field.put(CODE, 1)
    for _ in range(2):
        assert run(field.orders(crash_at=Step.HANDING)) == CRASHED
        let_leases_run_out()
    field.settle()
    assert field.states() == {State.UNKNOWN: 1}
