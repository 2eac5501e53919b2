"""No figure of a small group is shown, and none can be computed from those that are."""

from hypothesis import given
from hypothesis import strategies as st

from core.small_groups import SMALLEST, Group, merge_small

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 12))


def test_large_groups_stand_alone() -> None:
    assert merge_small({"Product": 9, "Sales": 5}) == [
        Group(("Product",), 9),
        Group(("Sales",), 5),
    ]


def test_small_groups_are_shown_together() -> None:
    groups = merge_small({"Product": 9, "Sales": 3, "Legal": 2})
    assert groups == [Group(("Product",), 9), Group(("Sales", "Legal"), 5)]


def test_one_small_group_takes_a_large_one_with_it() -> None:
    groups = merge_small({"Product": 9, "Sales": 6, "Legal": 4})
    assert groups == [Group(("Product",), 9), Group(("Sales", "Legal"), 10)]


def test_too_few_in_all_show_nothing() -> None:
    assert merge_small({"Product": 2, "Sales": 2}) == []


def test_nobody_is_no_group() -> None:
    assert merge_small({"Product": 0}) == []


@given(COUNTS)
def test_no_group_that_is_shown_is_small(counts: dict[str, int]) -> None:
    assert all(group.count >= SMALLEST for group in merge_small(counts))


@given(COUNTS)
def test_nothing_is_lost_and_nothing_counted_twice(counts: dict[str, int]) -> None:
    groups = merge_small(counts)
    total = sum(counts.values())
    assert sum(group.count for group in groups) == (total if total >= SMALLEST else 0)


@given(COUNTS)
def test_a_name_under_the_bar_never_stands_alone(counts: dict[str, int]) -> None:
    alone = [group.names[0] for group in merge_small(counts) if len(group.names) == 1]
    assert all(counts[name] >= SMALLEST for name in alone)


@given(COUNTS)
def test_total_less_the_shown_never_tells_a_small_group(counts: dict[str, int]) -> None:
    """A reader who knows the total and every shown name learns of no group under the bar."""
    groups = merge_small(counts)
    alone = {group.names[0]: group.count for group in groups if len(group.names) == 1}
    hidden = {name for name, n in counts.items() if n > 0 and name not in alone}
    left = sum(counts.values()) - sum(alone.values())
    assert not groups or not hidden or (len(hidden) > 1 and left >= SMALLEST)
