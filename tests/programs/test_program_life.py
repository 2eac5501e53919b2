import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules import (
    PROGRAM_LIFE,
    ProgramAct,
    ProgramKind,
    ProgramState,
    acts_open_to,
    state_after,
)

S, K, A = ProgramState, ProgramKind, ProgramAct


@pytest.mark.parametrize(
    ("act", "state", "kind", "target"),
    [
        (A.OPEN_ENROLLMENT, S.DRAFT, K.COHORT, S.ENROLLING),
        (A.START_MATCHING, S.ENROLLING, K.COHORT, S.MATCHING),
        (A.START_MATCHING, S.ENROLLING, K.ALWAYS_ON, None),
        (A.START, S.ENROLLING, K.ALWAYS_ON, S.RUNNING),
        (A.START, S.ENROLLING, K.COHORT, None),
        (A.START, S.MATCHING, K.COHORT, S.RUNNING),
        (A.BEGIN_CLOSING, S.RUNNING, K.COHORT, S.CLOSING),
        (A.CLOSE, S.CLOSING, K.ALWAYS_ON, S.CLOSED),
        (A.OPEN_ENROLLMENT, S.CLOSED, K.COHORT, None),
        (A.START, S.RUNNING, K.COHORT, None),
    ],
)
def test_a_step_leads_where_the_table_says(
    act: str, state: str, kind: str, target: str | None
) -> None:
    assert state_after(act, state, kind) == target


@pytest.mark.parametrize(
    ("state", "kind", "acts"),
    [
        (S.DRAFT, K.COHORT, (A.OPEN_ENROLLMENT,)),
        (S.ENROLLING, K.COHORT, (A.START_MATCHING,)),
        (S.ENROLLING, K.ALWAYS_ON, (A.START,)),
        (S.CLOSED, K.COHORT, ()),
    ],
)
def test_only_possible_acts_are_offered(
    state: str, kind: str, acts: tuple[ProgramAct, ...]
) -> None:
    assert acts_open_to(state, kind) == acts


@given(
    kind=st.sampled_from(K), acts=st.lists(st.sampled_from([*A, "create", "delete"]), max_size=20)
)
def test_no_sequence_of_acts_leaves_the_table(kind: str, acts: list[str]) -> None:
    state: str = S.DRAFT
    for act in acts:
        target = state_after(act, state, kind)
        if target is not None:
            assert PROGRAM_LIFE.allows(act, state)
        state = target or state
        assert state in PROGRAM_LIFE.states()


@pytest.mark.parametrize("kind", K)
def test_every_kind_of_program_can_be_closed(kind: str) -> None:
    state: str = S.DRAFT
    for _ in range(10):
        for act in acts_open_to(state, kind):
            state = state_after(act, state, kind) or state
    assert state == S.CLOSED
