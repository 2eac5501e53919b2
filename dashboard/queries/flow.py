"""Who learns from whom, with the words and the coordinates that the drawing needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.rules.flow import OTHERS, Band, Flows, Name, Node, read_flow

BAR: Final = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the columns of bars and of names stand, in units of a drawing `width` wide."""

    width: int
    left: int
    right: int
    name_left: int
    name_right: int

    @property
    def from_x(self) -> int:
        """Where bands begin."""
        return self.left + BAR

    @property
    def middle(self) -> int:
        """Where bands turn."""
        return (self.left + BAR + self.right) // 2


# Names stand beside the bars where there is room, and over the bands where there is none.
WIDE: Final = Frame(width=640, left=190, right=444, name_left=178, name_right=462)
NARROW: Final = Frame(width=330, left=0, right=324, name_left=13, name_right=317)


@dataclass(frozen=True, slots=True)
class Side:
    """A department on one side, with its name."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Stream:
    """The pairs that lead from one department to another, in words and as a band."""

    teaches: str
    learns: str
    band: Band

    @property
    def words(self) -> str:
        """The whole sentence, for who hears it or points at it."""
        number = self.band.number
        text = ngettext(
            "%(teaches)s mentors %(learns)s: %(number)s pair",
            "%(teaches)s mentors %(learns)s: %(number)s pairs",
            number,
        )
        return text % {"teaches": self.teaches, "learns": self.learns, "number": number}


@dataclass(frozen=True, slots=True)
class Flow:
    """The drawing and the same as rows, the widest first."""

    height: float
    teaching: Sequence[Side]
    learning: Sequence[Side]
    streams: Sequence[Stream]

    @property
    def rows(self) -> list[Stream]:
        """The streams as the table lists them."""
        return sorted(self.streams, key=lambda stream: -stream.band.number)

    @property
    def frames(self) -> tuple[tuple[str, Frame], ...]:
        """The two drawings: for a screen and for a phone."""
        return (("wide", WIDE), ("narrow", NARROW))


def flow_of(flows: Flows) -> Flow | None:
    """Return who learns from whom; None without a pair."""
    read = read_flow(flows)
    if read is None:
        return None
    streams = [Stream(_name(band.teaches), _name(band.learns), band) for band in read.bands]
    return Flow(read.height, _sides(read.teaching), _sides(read.learning), streams)


def _sides(nodes: Iterable[Node]) -> list[Side]:
    return [Side(_name(node.name), node) for node in nodes]


def _name(name: Name) -> str:
    if name is OTHERS:
        return _("Others")
    return name or _("No department")
