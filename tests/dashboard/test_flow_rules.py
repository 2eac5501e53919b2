from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.rules.flow import MOST_NAMED, OTHERS, Node, Sankey, read_flow

NAMES = st.sampled_from([*"ABCDEFGHIJKLMN", ""])
FLOWS = st.dictionaries(st.tuples(NAMES, NAMES), st.integers(1, 30), min_size=1, max_size=60)
SLACK = 0.3  # what rounding to tenths may move


def drawn(flows: dict[tuple[str, str], int]) -> Sankey:
    found = read_flow(flows)
    assert found is not None
    return found


def test_without_a_pair_nothing_is_drawn() -> None:
    assert read_flow({}) is None


def test_the_largest_departments_stand_first() -> None:
    flow = drawn({("Data", "Sales"): 1, ("Product", "Finance"): 6, ("Product", "Sales"): 2})
    assert [(node.name, node.number) for node in flow.teaching] == [("Product", 8), ("Data", 1)]
    assert [(node.name, node.number) for node in flow.learning] == [("Finance", 6), ("Sales", 3)]
    assert flow.strongest.number == 6


def test_beyond_eight_departments_the_rest_stand_together_and_last() -> None:
    flow = drawn({(f"D{number:02}", "Sales"): number for number in range(1, 12)})
    assert len(flow.teaching) == MOST_NAMED + 1
    assert flow.teaching[-1].name is OTHERS
    assert flow.teaching[-1].number == 1 + 2 + 3


def test_people_without_a_department_are_one_more() -> None:
    assert drawn({("", "Sales"): 2}).teaching[0].name == ""


@given(FLOWS)
def test_no_pair_is_lost(flows: dict[tuple[str, str], int]) -> None:
    flow, total = drawn(flows), sum(flows.values())
    for side in (flow.teaching, flow.learning, flow.bands):
        assert sum(each.number for each in side) == total


@given(FLOWS)
def test_departments_stand_apart_inside_the_drawing(flows: dict[tuple[str, str], int]) -> None:
    flow = drawn(flows)
    for side in (flow.teaching, flow.learning):
        assert side[0].top >= -SLACK
        assert side[-1].top + side[-1].height <= flow.height + SLACK
        for upper, lower in pairwise(side):
            # Room for a line of text each.
            assert lower.middle - upper.middle >= 20 - SLACK


@given(FLOWS)
def test_bands_fill_their_bars(flows: dict[tuple[str, str], int]) -> None:
    flow = drawn(flows)
    starts = {node.name: node for node in flow.teaching}
    ends = {node.name: node for node in flow.learning}
    for band in flow.bands:
        assert _lies_on(band.start, band.width, starts[band.teaches])
        assert _lies_on(band.end, band.width, ends[band.learns])


def _lies_on(middle: float, width: float, node: Node) -> bool:
    top, bottom = middle - width / 2, middle + width / 2
    return node.top - SLACK <= top and bottom <= node.top + node.height + SLACK


@pytest.mark.parametrize("number", [1, 48, 5000])
def test_however_many_pairs_the_drawing_keeps_its_size(number: int) -> None:
    flow = drawn({("Data", "Sales"): number, ("Data", "Legal"): number})
    assert flow.height <= 2 * 230
    assert all(band.width <= 14 * number for band in flow.bands)
