"""The demo company's story as data: who was paired when, when they met, what fell through.

Days count from today (0), negative in the past. Everything else follows from the product's own
rules, because `mentoring.demo.build` replays the story day by day through the product's acts.
"""

from dataclasses import dataclass, field
from typing import Final

from programs.rules import Cadence

PASSWORD: Final = "viceversa-demo"  # noqa: S105 -- of people who exist in the demo alone
HR: Final = "hana.reyes@viceversa.example"
COORDINATOR: Final = "cora.lind@viceversa.example"
LOGINS: Final = (
    ("HR admin", HR),
    ("Program coordinator", COORDINATOR),
    ("Mentor (junior)", "priya.nair@viceversa.example"),
    ("Mentee (senior)", "tom.hughes@viceversa.example"),
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
    "Leaders learn how work feels and functions three levels below them; juniors learn how"
    " decisions are made. Both sides get something they cannot read anywhere."
)
PROGRAM_STARTS, PROGRAM_ENDS = -112, 84


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of the story: `met`, `fell`, `contacts` and `ahead` are days from today.

    `fell`: planned and cancelled. `ahead`: a date that is planned today. `passed`: planned, over,
    unanswered. `signs`: how many of the two sign.
    """

    mentor: str
    mentee: str
    starts: int
    cadence: Cadence = Cadence.MONTHLY
    met: tuple[int, ...] = ()
    fell: tuple[int, ...] = ()
    contacts: tuple[int, ...] = ()
    ahead: int | None = None
    passed: int | None = None
    signs: int = 2
    paused: tuple[int, int] | None = None
    ended: int | None = None
    answered: bool = True
    goal: str = ""
    gain: str = ""
    notes: tuple[str, ...] = field(default=())


PAIRS: Final = (
    Pair(
        "V034",
        "V002",
        -100,
        Cadence.FORTNIGHTLY,
        met=(-96, -82, -68, -40, -26, -12),
        fell=(-54,),
        contacts=(-75, -19),
        passed=-1,
        goal="Post my own weekly update on the internal forum",
        gain="Sit in on two budget reviews and understand how money is decided",
        notes=("Try the forum's draft mode first, then post on Thursday.",),
    ),
    Pair(
        "V035",
        "V004",
        -98,
        Cadence.FORTNIGHTLY,
        met=(-92, -78, -64, -50),
        fell=(-36,),
        goal="Understand what people under 30 expect of a payslip",
        gain="Learn to read a balance sheet",
    ),
    Pair(
        "V036",
        "V009",
        -97,
        Cadence.MONTHLY,
        met=(-90, -58),
        fell=(-30, -16),
        goal="Hear what callers say before it reaches a report",
        gain="See how a warehouse is planned",
    ),
    Pair(
        "V037",
        "V005",
        -95,
        Cadence.EVERY_THREE_WEEKS,
        met=(-88, -66, -45, -26),
        goal="Ask better questions of our data",
        gain="Present to people who have four minutes",
    ),
    Pair(
        "V038",
        "V014",
        -95,
        Cadence.MONTHLY,
        met=(-89, -57, -27),
        contacts=(-40, -9),
        ahead=5,
        goal="Use the new tools without asking my assistant",
        gain="Know what treasury does all day",
    ),
    Pair(
        "V039",
        "V006",
        -94,
        Cadence.FORTNIGHTLY,
        met=(-91, -77, -63, -49, -35, -21, -8),
        ahead=6,
        goal="Explain our platform to somebody who sells it",
        gain="Learn how technical choices are made",
    ),
    Pair(
        "V040",
        "V010",
        -93,
        Cadence.MONTHLY,
        met=(-86, -55, -24),
        contacts=(-12,),
        goal="Understand the evening shift",
        gain="Learn to plan a quarter",
    ),
    Pair(
        "V041",
        "V011",
        -92,
        Cadence.MONTHLY,
        met=(-84, -52),
        paused=(-14, 21),
        goal="Know how juniors choose their tools",
        gain="See a design review from inside",
    ),
    Pair(
        "V042",
        "V015",
        -6,
        Cadence.FORTNIGHTLY,
        ahead=2,
        signs=1,
        goal="Write shorter",
        gain="Meet key customers",
    ),
    Pair("V043", "V012", -24, met=(-13,), signs=0, goal="", gain=""),
    Pair(
        "V045",
        "V019",
        -96,
        Cadence.FORTNIGHTLY,
        met=(-88,),
        goal="Try one experiment a month",
        gain="Learn how care teams are led",
    ),
    Pair(
        "V046",
        "V018",
        -94,
        Cadence.MONTHLY,
        met=(-86, -56),
        ended=-20,
        goal="Understand our newest market",
        gain="See how platforms are bought",
    ),
    Pair("V047", "V013", -5, signs=0),
    Pair(
        "V048",
        "V003",
        -60,
        Cadence.WEEKLY,
        met=(-54, -47, -40, -33, -26, -19, -12, -5),
        ahead=1,
        goal="Get the truth about our roadmap",
        gain="Learn how a product vision is written",
    ),
    Pair("V044", "V017", -3, signs=0, answered=False),
)
APPLIED: Final = (("V049", "mentor"), ("V050", "mentor"), ("V016", "mentee"))
WAITING: Final = ("V051",)
ENROLLED_ALONE: Final = (("V053", "mentor"), ("V007", "mentee"))
