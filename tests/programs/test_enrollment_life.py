import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules import ENROLLMENT_LIFE, EnrollmentState

S = EnrollmentState
ACTS = sorted({step.act for step in ENROLLMENT_LIFE.steps})


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        ("apply", {S.INVITED, S.DECLINED, S.WITHDRAWN}),
        ("approve", {S.APPLIED, S.WAIT_LISTED}),
        ("wait-list", {S.APPLIED}),
        ("decline", {S.INVITED, S.APPLIED, S.WAIT_LISTED}),
        ("withdraw", {S.APPLIED, S.WAIT_LISTED, S.APPROVED}),
        ("leave", {S.APPROVED}),
        ("invite", {S.DECLINED, S.WITHDRAWN}),
        ("accept", {S.INVITED}),
        ("reconsider", {S.DECLINED}),
        ("take back", {S.INVITED}),
        ("enroll", {S.INVITED, S.APPLIED}),
    ],
)
def test_an_act_is_possible_exactly_where_the_table_says(act: str, allowed: set[str]) -> None:
    assert {state for state in S if ENROLLMENT_LIFE.allows(act, state)} == allowed


@given(acts=st.lists(st.sampled_from(ACTS), max_size=20))
def test_no_sequence_of_acts_leaves_the_table(acts: list[str]) -> None:
    state = ""
    for act in acts:
        if ENROLLMENT_LIFE.allows(act, state):
            state = next(step.target for step in ENROLLMENT_LIFE.steps if step.act == act)
    assert state in {"", *S}


def test_each_act_leads_to_one_state() -> None:
    targets = {(step.act, step.target) for step in ENROLLMENT_LIFE.steps}
    assert len(targets) == len(ACTS)


def test_who_left_the_company_stays_gone() -> None:
    assert not any(ENROLLMENT_LIFE.allows(act, S.LEFT) for act in ACTS)
