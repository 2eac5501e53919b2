import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairings.rules import LIVE, OPEN, PAIR_LIFE, STARTED, PairState

S = PairState
ACTS = sorted({step.act for step in PAIR_LIFE.steps})
OVER = {S.COMPLETED, S.ENDED, S.DECLINED, S.EXPIRED, S.WITHDRAWN}


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        ("accept", {S.PROPOSED}),
        ("decline", {S.PROPOSED}),
        ("expire", {S.PROPOSED}),
        ("withdraw", {S.PROPOSED}),
        ("activate", {S.GETTING_STARTED}),
        ("pause", {S.GETTING_STARTED, S.ACTIVE}),
        ("resume", {S.PAUSED}),
        ("conclude", {S.ACTIVE}),
        ("complete", {S.CONCLUDING}),
        ("end", set(LIVE)),
    ],
)
def test_an_act_is_possible_exactly_where_the_table_says(act: str, allowed: set[str]) -> None:
    assert {state for state in S if PAIR_LIFE.allows(act, state)} == allowed


@given(acts=st.lists(st.sampled_from(ACTS), max_size=30))
def test_random_acts_never_reach_an_unlisted_state(acts: list[str]) -> None:
    state = ""
    for act in acts:
        step = next((s for s in PAIR_LIFE.steps if s.act == act and state in s.sources), None)
        assert (step is not None) is PAIR_LIFE.allows(act, state)
        state = step.target if step else state
        assert state in {"", *PAIR_LIFE.states()}


@pytest.mark.parametrize("state", sorted(OVER))
def test_what_is_over_stays_over(state: str) -> None:
    assert not any(PAIR_LIFE.allows(act, state) for act in ACTS)


def test_every_state_is_live_proposed_or_over() -> None:
    assert set(S) == {*LIVE, S.PROPOSED} | OVER
    assert set(OPEN) == {*LIVE, S.PROPOSED}
    assert set(STARTED) == set(LIVE) - {S.PAUSED}
