import pytest

from programs.rules import farthest_from, stands_in_line, steps_between

# 1 is the CEO; 2 and 3 report to 1; 4 reports to 2; 5 to 4; 9 stands alone.
LINES = {1: (), 2: (1,), 3: (1,), 4: (2, 1), 5: (4, 2, 1), 9: ()}


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        (5, 5, 0),
        (5, 4, 1),
        (4, 5, 1),
        (5, 1, 3),
        (1, 5, 3),
        (3, 2, None),
        (9, 1, None),
        (7, 1, None),
    ],
)
def test_steps_are_counted_up_and_down(one: int, other: int, steps: int | None) -> None:
    assert steps_between(one, other, LINES) == steps


@pytest.mark.parametrize(
    ("person", "people", "stands"),
    [
        (3, [4, 5], False),
        (3, [3], True),
        (2, [5], True),
        (5, [2], True),
        (9, [1, 2], False),
        (1, [], False),
    ],
)
def test_a_line_is_everyone_above_and_below(person: int, people: list[int], stands: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert stands_in_line(person, people, LINES) is stands


def test_who_has_most_steps_to_the_nearest_is_chosen() -> None:
    assert farthest_from([4, 2, 1], [5], LINES) == 1


def test_nobody_decides_about_themselves() -> None:
    assert farthest_from([5], [5], LINES) is None


def test_somebody_outside_the_line_is_farthest() -> None:
    assert farthest_from([1, 3], [5], LINES) == 3


def test_on_a_tie_the_first_is_chosen() -> None:
    assert farthest_from([3, 2], [1], LINES) == 3
