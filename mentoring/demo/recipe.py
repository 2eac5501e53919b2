"""The pairs without a face: drawn by a fixed seed, so that each day's demo is the same for all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from accounts.models import User
from mentoring.demo.faces import FACES
from mentoring.demo.story import (
    APPLIED,
    ENROLLED_ALONE,
    LAST_YEAR_STARTS,
    PILOT_STARTS,
    WAITING,
    Answer,
    Pair,
    Series,
)
from mentoring.demo.words import GAINS, GOALS, NOTES
from programs.rules import Cadence, Role

SEED: Final = 1973
GAP: Final = 2
EARLIEST: Final = -100
LEADERS: Final = 3
# Who runs the programs, and their line, coordinates no pair of their own; assistants plan for
# others; two logins of the demo are new to all of it.
NEVER: Final = ("V001", "V008", "V021", "V061", "V062", "V063", "V057", "V060")
PEOPLE_TEAM: Final = "People"
DAYS: Final = {
    Cadence.WEEKLY: 7,
    Cadence.FORTNIGHTLY: 14,
    Cadence.EVERY_THREE_WEEKS: 21,
    Cadence.MONTHLY: 30,
}
USUAL: Final = (
    Cadence.FORTNIGHTLY,
    Cadence.EVERY_THREE_WEEKS,
    Cadence.MONTHLY,
    Cadence.MONTHLY,
)
BOOKED, AS_THEY_GO, UNBOOKED = 17, 6, 4
LAST_YEAR, PILOT = 30, 3
# Tom's mentor of last year, who has signed up again.
AGAIN: Final = ("V057", "V002")
ENDED_EARLY: Final = (10, 21)
# From then on a pair has had the time to reach something.
SETTLED_AFTER: Final = 55
_Couple = tuple[str, str]


def this_year(people: Mapping[str, User]) -> tuple[Pair, ...]:
    """Return every pair of the running program: the faces, and those who make it a company."""
    draw = _lots(0)
    taken = {key for pair in FACES for key in (pair.mentor, pair.mentee)}
    taken |= {key for key, _role in (*APPLIED, *ENROLLED_ALONE)} | set(WAITING)
    couples = _couples(people, taken, draw)
    drawn = [*_on_rhythm(couples, draw), *_late(couples), *_young(couples), *_closed(couples)]
    return (*FACES, *(_with_words(pair, draw) for pair in drawn))


def last_year(people: Mapping[str, User]) -> tuple[Pair, ...]:
    """Return the pairs of last year's program: light stories, two of which ended early."""
    draw = _lots(1)
    taken = {key for pair in FACES[1:] for key in (pair.mentor,)} | {"V002"}
    couples = _couples(people, taken, draw)
    first = _last_year_pair(AGAIN, 0)
    rest = (_last_year_pair(next(couples), number) for number in range(1, LAST_YEAR))
    return tuple(_with_words(pair, draw) for pair in (first, *rest))


def pilot(people: Mapping[str, User], besides: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the pairs of a pilot whose last weeks these are; nobody of them is in `besides`."""
    draw = _lots(2)
    taken = {key for pair in besides for key in (pair.mentor, pair.mentee)}
    taken |= {key for key, _role in (*APPLIED, *ENROLLED_ALONE)} | set(WAITING)
    couples = _couples(people, taken, draw)
    start = PILOT_STARTS + 8
    pairs = [
        Pair(*next(couples), start, Cadence.EVERY_THREE_WEEKS, series=Series(start + 9, 6))
        for _ in range(PILOT)
    ]
    return tuple(_with_words(pair, draw) for pair in pairs)


def _lots(number: int) -> Random:
    return Random(SEED - number)  # noqa: S311 -- a story, not a secret


def _couples(people: Mapping[str, User], taken: Collection[str], draw: Random) -> Iterator[_Couple]:
    """Yield couples that break no rule: levels apart, in different departments, each person once.

    Leaders come by level, the most senior first; a department has one head, so different
    departments are different lines.
    """
    free = [key for key in people if key not in taken and _takes_part(people[key])]
    draw.shuffle(free)
    leaders = sorted(
        (key for key in free if _level(people[key]) >= LEADERS), key=lambda k: -_level(people[k])
    )
    juniors = [key for key in free if _level(people[key]) < LEADERS]
    for leader in leaders:
        mentor = next((key for key in juniors if _fits(people[key], people[leader])), None)
        if mentor is not None:
            juniors.remove(mentor)
            yield mentor, leader


def _takes_part(person: User) -> bool:
    return person.employee_id not in NEVER and person.department != PEOPLE_TEAM


def _fits(mentor: User, mentee: User) -> bool:
    is_apart = _level(mentee) - _level(mentor) >= GAP
    return is_apart and mentor.department != mentee.department


def _level(person: User) -> int:
    return person.level or 0


def _on_rhythm(couples: Iterator[_Couple], draw: Random) -> Iterator[Pair]:
    for number in range(BOOKED):
        yield _booked(next(couples), USUAL[number % len(USUAL)], draw)
    for number in range(AS_THEY_GO + UNBOOKED):
        cadence = USUAL[number % len(USUAL)]
        pair = _as_they_go(next(couples), cadence, draw)
        if number < AS_THEY_GO:
            yield replace(pair, ahead=draw.randint(2, 9))
        else:
            yield replace(pair, is_booked=False)


def _booked(couple: _Couple, cadence: Cadence, draw: Random) -> Pair:
    """Book the whole series, and meet on most of its dates."""
    starts, days = draw.randint(-108, -45), DAYS[cadence]
    first = starts + draw.randint(5, 11)
    held = -first // days
    skips = (draw.randint(1, held - 2),) if held > GAP and draw.random() < 1 / 2 else ()
    return Pair(
        *couple,
        starts,
        cadence,
        series=Series(first, held + 4, skips),
        contacts=_contacts(starts, draw),
        logs_alone=draw.random() < 3 / 4,
        notes=(draw.choice(NOTES),) if draw.random() < 1 / 4 else (),
    )


def _as_they_go(couple: _Couple, cadence: Cadence, draw: Random) -> Pair:
    """Book one date after the other; the last one held is less than an interval ago."""
    days = DAYS[cadence]
    last = -draw.randint(3, days * 3 // 4)
    times = draw.randint(3, 5)
    met = tuple(last - days * back - draw.randint(0, 2) for back in range(times - 1, 0, -1))
    met = tuple(day for day in (*met, last) if day > EARLIEST)
    return Pair(
        *couple,
        met[0] - draw.randint(4, 9),
        cadence,
        met=met,
        contacts=_contacts(met[0], draw),
        logs_alone=draw.random() < 1 / 2,
    )


def _contacts(since: int, draw: Random) -> tuple[int, ...]:
    """Return a corridor chat or two; none in the first days, when there was no pair yet."""
    return tuple(sorted(draw.sample(range(since + 4, 0), draw.randint(0, 2))))


def _late(couples: Iterator[_Couple]) -> Iterator[Pair]:
    """Two that are behind, and one that has gone quiet."""
    yield Pair(*next(couples), -80, Cadence.FORTNIGHTLY, met=(-74, -59, -45, -31, -18))
    yield Pair(*next(couples), -88, met=(-80, -50), fell=(-21,), contacts=(-33,))
    yield Pair(
        *next(couples), -99, Cadence.FORTNIGHTLY, met=(-93, -79, -65, -51, -37), logs_alone=True
    )


def _young(couples: Iterator[_Couple]) -> Iterator[Pair]:
    """Just started, proposed, or resting."""
    yield Pair(*next(couples), -8, Cadence.FORTNIGHTLY, ahead=3, signs=0)
    yield Pair(*next(couples), -11, Cadence.FORTNIGHTLY, met=(-2,), signs=1)
    yield Pair(*next(couples), -4, signs=None, ahead=5)
    yield Pair(*next(couples), -2, answer=Answer.WAITED_FOR)
    yield Pair(*next(couples), -5, answer=Answer.WAITED_FOR)
    yield Pair(*next(couples), -84, met=(-76, -48), paused=(-20, 14))
    yield Pair(*next(couples), -70, Cadence.FORTNIGHTLY, met=(-63, -49, -35), paused=(-9, 35))


def _closed(couples: Iterator[_Couple]) -> Iterator[Pair]:
    """What did not become a pair, and what is over."""
    yield Pair(*next(couples), -101, answer=Answer.DECLINED)
    yield Pair(*next(couples), -38, answer=Answer.DECLINED)
    yield Pair(*next(couples), -64, answer=Answer.WAITED_FOR)
    yield Pair(*next(couples), -50, answer=Answer.WITHDRAWN)
    yield Pair(*next(couples), -97, met=(-90, -61), ended=-33)
    yield Pair(*next(couples), -92, Cadence.FORTNIGHTLY, met=(-84, -70, -55), ended=-41)
    yield Pair(*next(couples), -85, ended=-58)
    yield Pair(*next(couples), -77, met=(-69,), ended=-13)


def _last_year_pair(couple: _Couple, number: int) -> Pair:
    """Six months in a booked series; the whole cohort started on one day."""
    start = LAST_YEAR_STARTS + 14
    is_short = number in ENDED_EARLY
    return Pair(
        *couple,
        start,
        series=Series(start + 9 + number % 12, 5, (2,) if number % 4 == 1 else ()),
        ended=start + 75 if is_short else None,
        logs_alone=True,
    )


def _with_words(pair: Pair, draw: Random) -> Pair:
    """Let them write their page, where they did."""
    if pair.signs is None or pair.answer is not Answer.ACCEPTED:
        return pair
    pair = replace(pair, goal=draw.choice(GOALS)[0], gain=draw.choice(GAINS)[0])
    return _with_goals(pair)


def _with_goals(pair: Pair) -> Pair:
    """Let most older pairs have reached both goals; each fifth mentor is still on the way."""
    if pair.signs != len(Role) or pair.starts + SETTLED_AFTER > (pair.ended or 0):
        return pair
    is_half = int(pair.mentor[1:]) % 5 == 0
    half = replace(pair, done=(Role.MENTEE,), begun=(Role.MENTOR,))
    return half if is_half else replace(pair, done=(Role.MENTEE, Role.MENTOR))
