"""Who learns from whom, as bands between two columns of departments: sizes and places, no words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MOST_NAMED: Final = 8
# Stands for all departments beyond those that are named.
OTHERS: Final = None
Name = str | None
Flows = Mapping[tuple[str, str], int]

_HEIGHT_OF_ALL: Final = 230.0
_MOST_FOR_A_PAIR: Final = 14.0
_LEAST_ROW: Final = 20.0
_GAP: Final = 10.0


@dataclass(frozen=True, slots=True)
class Node:
    """A department on one side: how many pairs, and where it stands."""

    name: Name
    number: int
    top: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which its name stands."""
        return round(self.top + self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """How many pairs lead from one department to another, and the heights of both ends."""

    teaches: Name
    learns: Name
    number: int
    start: float
    end: float
    width: float


@dataclass(frozen=True, slots=True)
class Sankey:
    """Mentors' departments, mentees' departments, and the bands between them."""

    teaching: Sequence[Node]
    learning: Sequence[Node]
    bands: Sequence[Band]
    height: float

    @property
    def strongest(self) -> Band:
        """The widest band; there is one wherever there is a pair."""
        return max(self.bands, key=lambda band: band.number)


def read_flow(flows: Flows) -> Sankey | None:
    """Return where everything stands, the largest departments first; None without a pair."""
    folded = _fold(flows)
    total = sum(folded.values())
    if not total:
        return None
    scale = min(_HEIGHT_OF_ALL / total, _MOST_FOR_A_PAIR)
    sides = [_ranked(folded, side) for side in (0, 1)]
    height = max(_height(side, scale) for side in sides)
    teaching, learning = (_stand(side, scale, height) for side in sides)
    return Sankey(teaching, learning, _bands(folded, teaching, learning, scale), height)


def _fold(flows: Flows) -> Counter[tuple[Name, Name]]:
    """Name the largest departments of each side, and put the rest together."""
    named = [_largest(flows, side) for side in (0, 1)]
    folded: Counter[tuple[Name, Name]] = Counter()
    for (teaches, learns), number in flows.items():
        source = teaches if teaches in named[0] else OTHERS
        target = learns if learns in named[1] else OTHERS
        folded[source, target] += number
    return folded


def _largest(flows: Flows, side: int) -> set[str]:
    sums = Counter[str]()
    for ends, number in flows.items():
        sums[ends[side]] += number
    ranked = sorted(sums.items(), key=lambda entry: (-entry[1], entry[0]))
    return {name for name, _number in ranked[:MOST_NAMED]}


def _ranked(folded: Mapping[tuple[Name, Name], int], side: int) -> list[tuple[Name, int]]:
    sums = Counter[Name]()
    for ends, number in folded.items():
        sums[ends[side]] += number
    return sorted(sums.items(), key=lambda entry: (entry[0] is OTHERS, -entry[1], entry[0] or ""))


def _row(number: int, scale: float) -> float:
    """Return the room of a department: its bar, and at least a line of text."""
    return max(number * scale, _LEAST_ROW)


def _height(side: Iterable[tuple[Name, int]], scale: float) -> float:
    rows = [_row(number, scale) for _name, number in side]
    return round(sum(rows) + _GAP * (len(rows) - 1), 1)


def _stand(side: Sequence[tuple[Name, int]], scale: float, height: float) -> list[Node]:
    """Put the departments of a side below each other, in the middle of the height."""
    nodes, at = [], (height - _height(side, scale)) / 2
    for name, number in side:
        row, bar = _row(number, scale), number * scale
        nodes.append(Node(name, number, round(at + (row - bar) / 2, 1), round(bar, 1)))
        at += row + _GAP
    return nodes


def _bands(
    folded: Mapping[tuple[Name, Name], int],
    teaching: Sequence[Node],
    learning: Sequence[Node],
    scale: float,
) -> list[Band]:
    """Lay the bands side by side along each bar, in the order of the other side."""
    starts = {node.name: node.top for node in teaching}
    ends = {node.name: node.top for node in learning}
    found = []
    for source in teaching:
        for target in learning:
            number = folded.get((source.name, target.name), 0)
            if number:
                width = number * scale
                start, end = starts[source.name] + width / 2, ends[target.name] + width / 2
                band = (source.name, target.name, number)
                found.append(Band(*band, round(start, 1), round(end, 1), round(width, 1)))
                starts[source.name] += width
                ends[target.name] += width
    return found
