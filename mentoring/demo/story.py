"""The demo company's story as data: its logins, its programs, and what a pair's story is made of.

Days count from today (0), negative in the past. Everything else follows from the product's own
rules, because `mentoring.demo.build` replays the story day by day through the product's acts.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from programs.rules import Cadence, Role

PASSWORD: Final = "viceversa-demo"  # noqa: S105 -- of people who exist in the demo alone
HR: Final = "hana.reyes@viceversa.example"
COORDINATOR: Final = "cora.lind@viceversa.example"
LOGINS: Final = (
    ("HR admin", HR),
    ("Program coordinator", COORDINATOR),
    ("Mentor (junior)", "priya.nair@viceversa.example"),
    ("Mentee (senior)", "tom.hughes@viceversa.example"),
    ("Mentee's assistant", "theo.pemberton@viceversa.example"),
    ("Sponsor", "margaret.osei@viceversa.example"),
    ("Signed up for 2027", "oskar.nowak@viceversa.example"),
    ("Somebody new", "felix.bauer@viceversa.example"),
)
TOPICS: Final = (
    "Tools and AI at work",
    "How customers really talk",
    "What newcomers notice",
    "Social media without fear",
    "Careers today",
    "How decisions are made",
)
PURPOSE: Final = (
    "Leaders learn how work feels and functions where they no longer stand; juniors learn how"
    " decisions are made. Both sides get something they cannot read anywhere."
)
PROGRAM_STARTS, PROGRAM_ENDS = -112, 84
LAST_YEAR_STARTS, LAST_YEAR_ENDS = -477, -290
PILOT_STARTS, PILOT_ENDS = -110, 9
COMING_OPENS, COMING_STARTS, COMING_ENDS = -12, 63, 245
DESK_TIDIED = (PROGRAM_STARTS, -14)


class Answer(StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    WAITED_FOR = "waited for"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Later(StrEnum):
    """What a pair does with an agreement that counts."""

    AMENDS = "amends"
    SUGGESTS = "suggests a rhythm"
    KEEPS = "keeps"


@dataclass(frozen=True, slots=True)
class Series:
    """Dates booked at once: the first on this day, then in the rhythm; some fall through.

    `skips` count from 0. A series that stops before today leaves the pair without a date.
    """

    first: int
    count: int
    skips: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of the story: `met`, `fell`, `contacts` and `ahead` are days from today.

    `fell`: planned and cancelled. `ahead`: a date that is planned today. `passed`: planned, over,
    unanswered. `signs`: how many of the two sign; None: nobody wrote anything yet. `is_booked`:
    each date was planned before. `logs_alone`: only the mentor says that they met. `begun`,
    `claimed`, `done`: whose goal is under way, is called done by its owner, or by both; `lines`:
    what mentee and mentor wrote about theirs. `later`: what they do with what they signed, by day.
    """

    mentor: str
    mentee: str
    starts: int
    cadence: Cadence = Cadence.MONTHLY
    met: tuple[int, ...] = ()
    fell: tuple[int, ...] = ()
    contacts: tuple[int, ...] = ()
    series: Series | None = None
    ahead: int | None = None
    passed: int | None = None
    signs: int | None = 2
    paused: tuple[int, int] | None = None
    ended: int | None = None
    answer: Answer = Answer.ACCEPTED
    is_booked: bool = True
    logs_alone: bool = False
    goal: str = ""
    gain: str = ""
    notes: tuple[str, ...] = field(default=())
    begun: tuple[Role, ...] = ()
    claimed: tuple[Role, ...] = ()
    done: tuple[Role, ...] = ()
    lines: tuple[str, str] = ("", "")
    later: tuple[tuple[int, Later], ...] = ()


class Place(StrEnum):
    """What became of an application."""

    APPROVED = "approved"
    APPLIED = "applied"
    WAITING = "waiting"


# Who signed up for the coming program, on which day.
SIGNED_UP: Final = (
    (-11, "V057", "mentor", Place.APPROVED),
    (-11, "V023", "mentee", Place.APPROVED),
    (-10, "V059", "mentor", Place.APPROVED),
    (-9, "V056", "mentor", Place.APPROVED),
    (-8, "V020", "mentee", Place.APPROVED),
    (-7, "V058", "mentor", Place.APPROVED),
    (-6, "V026", "mentee", Place.APPROVED),
    (-5, "V054", "mentor", Place.WAITING),
    (-4, "V052", "mentor", Place.APPLIED),
    (-3, "V055", "mentor", Place.APPLIED),
    (-2, "V030", "mentee", Place.APPLIED),
    (-1, "V246", "mentor", Place.APPLIED),
)
APPLIED: Final = (
    ("V049", "mentor"),
    ("V050", "mentor"),
    ("V016", "mentee"),
    ("V243", "mentor"),
    ("V216", "mentor"),
)
WAITING: Final = ("V051", "V238", "V217")
ENROLLED_ALONE: Final = (("V053", "mentor"), ("V007", "mentee"), ("V241", "mentor"))
