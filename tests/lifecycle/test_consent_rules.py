from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.rules import (
    EXTENSIONS,
    OF_TWO,
    Answer,
    ConsentKind,
    Given,
    agreed_months,
    is_revealed,
    seen_by,
)

ME, OTHER = 1, 2
_ANSWERS = st.sampled_from([*Answer, None])


def answers_of(person: int) -> st.SearchStrategy[list[Given]]:
    """Return any answers of one person, each question at most once; None is silence."""
    months = st.sampled_from(EXTENSIONS)
    one = st.fixed_dictionaries(dict.fromkeys(ConsentKind, st.tuples(_ANSWERS, months)))
    return one.map(
        lambda said: [Given(person, kind, a, m) for kind, (a, m) in said.items() if a is not None]
    )


@given(answers_of(ME), answers_of(OTHER))
def test_one_knows_own_answers_and_two_yeses_alone(mine: list[Given], other: list[Given]) -> None:
    seen = seen_by(ME, [*other, *mine])
    assert list(seen.own.values()) == mine
    assert seen.revealed == OF_TWO & _yes(mine) & _yes(other)


def _yes(said: list[Given]) -> set[ConsentKind]:
    return {each.kind for each in said if each.answer == Answer.YES}


@given(answers_of(ME), answers_of(OTHER), answers_of(OTHER))
def test_all_that_is_no_yes_looks_the_same(
    mine: list[Given], one: list[Given], another: list[Given]
) -> None:
    without_yes = [
        [each for each in said if each.answer != Answer.YES or each.kind not in OF_TWO]
        for said in (one, another)
    ]
    first, second = (seen_by(ME, [*mine, *said]) for said in without_yes)
    assert first == second


@given(answers_of(ME), answers_of(OTHER))
def test_the_order_of_answers_tells_nothing(mine: list[Given], other: list[Given]) -> None:
    both = seen_by(ME, [*mine, *other]), seen_by(ME, [*other, *mine])
    assert both[0].revealed == both[1].revealed
    assert agreed_months([*mine, *other]) == agreed_months([*other, *mine])


@pytest.mark.parametrize("kind", [ConsentKind.NEW_PARTNER, ConsentKind.DONE])
def test_what_binds_oneself_is_never_revealed(kind: ConsentKind) -> None:
    both = [Given(who, kind, Answer.YES) for who in (ME, OTHER)]
    assert not is_revealed(kind, both)


def test_two_yeses_of_one_person_are_one() -> None:
    kind = ConsentKind.STAY_IN_TOUCH
    assert not is_revealed(kind, [Given(ME, kind, Answer.YES)] * 2)


@pytest.mark.parametrize(("one", "other"), [*permutations(EXTENSIONS, 2), (3, 3), (6, 6)])
def test_the_shorter_wish_counts(one: int, other: int) -> None:
    extend = ConsentKind.EXTEND
    both = [Given(ME, extend, Answer.YES, one), Given(OTHER, extend, Answer.YES, other)]
    assert agreed_months(both) == min(one, other)
    assert agreed_months(both[:1]) == 0
