"""When people are asked how it fits, and which names stand on a list that tells nobody why."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from hashlib import sha256
from typing import Final

from core.days import day_of

MEETINGS_ASKED_ABOUT: Final = 2
ASKED_AFTER: Final = timedelta(days=2)
# Later than this nobody remembers what the meeting was like.
FRESH_FOR: Final = timedelta(days=21)
OPEN_FOR: Final = timedelta(days=21)
CHANGEABLE_FOR: Final = timedelta(days=7)
REMINDED_AFTER: Final = (timedelta(), timedelta(days=2), timedelta(days=5))
# Two mails about one question are never closer than the first two steps.
MAILS_APART: Final = REMINDED_AFTER[1]
GROUP: Final = 3
WORKING_DAYS_TO_TALK: Final = 3
LISTS_SHOWN_FOR: Final = timedelta(days=28)
# In one week of so many the program talks to somebody on its own account.
OWN_WEEK_IN: Final = 4
_WEEK = timedelta(days=7)


class Fit(StrEnum):
    """What a person says of a pair."""

    GOOD = "good"
    DECIDING = "deciding"


def number_due(held_on: Iterable[date], today: date) -> int | None:
    """Return which meeting both are asked about on `today`, None when about none.

    Two days after the first and the second; not about one that is long past.
    """
    first = sorted(held_on)[:MEETINGS_ASKED_ABOUT]
    passed = [day for day in first if day + ASKED_AFTER <= today]
    if not passed or passed[-1] + ASKED_AFTER + FRESH_FOR < today:
        return None
    return len(passed)


def last_change_at(weekday: int, at: time, zone: tzinfo, now: datetime) -> datetime:
    """Return the newest weekly moment of change at or before `now`, in UTC."""
    today = day_of(now, zone)
    latest = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    moments = (
        datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for day in (latest, latest - _WEEK)
    )
    return next(moment for moment in moments if moment <= now)


def drawn(people: Iterable[int], seed: str) -> list[int]:
    """Return people in a random order that this seed repeats."""
    return sorted(people, key=lambda person: (_lot(seed, str(person)), person))


def is_own_week(seed: str) -> bool:
    """Say whether the program talks to a group on its own account in the week of this seed."""
    return int(_lot(seed, "own week"), 16) % OWN_WEEK_IN == 0


def _lot(seed: str, name: str) -> str:
    return sha256(f"{seed}:{name}".encode()).hexdigest()


Partners = Mapping[int, Collection[int]]


def form_groups(
    asked: Iterable[int], others: Iterable[int], partners: Partners, seed: str
) -> list[list[int]]:
    """Put everybody who was asked into groups of three, filled up with others.

    What they answered is not looked at, so that being in a group tells nothing. Two partners are
    not in one group as long as that can be helped.
    """
    groups: list[list[int]] = []
    for person in drawn(asked, seed):
        place = _place_for(person, groups, partners)
        if place is None:
            groups.append([person])
        else:
            place.append(person)
    for person in drawn(others, seed):
        place = _place_for(person, groups, partners)
        if place is not None:
            place.append(person)
    return groups


def _place_for(person: int, groups: Sequence[list[int]], partners: Partners) -> list[int] | None:
    apart = partners.get(person, ())
    places = (group for group in groups if len(group) < GROUP)
    return next((group for group in places if not set(group) & set(apart)), None)


def join_groups(
    strays: Iterable[int], standing: Mapping[int, Collection[int]], partners: Partners, seed: str
) -> dict[int, int]:
    """Return which standing group each person joins who is left over from forming groups.

    The smallest groups take them, so that no group outgrows the others.
    """
    found: dict[int, int] = {}
    sizes = Counter({key: len(group) for key, group in standing.items()})
    for person in strays:
        apart = set(partners.get(person, ()))
        free = [key for key, group in standing.items() if not apart & set(group)] or list(standing)
        smallest = min((sizes[key] for key in free), default=0)
        choice = drawn([key for key in free if sizes[key] == smallest], f"{seed}:{person}")
        if choice:
            found[person] = choice[0]
            sizes[choice[0]] += 1
    return found


@dataclass(frozen=True, slots=True)
class Pool:
    """Who can stand on a list: the standing groups of people present, and everybody else."""

    groups: Mapping[int, Collection[int]]
    others: Collection[int]


def names_for(wishing: Collection[int], pool: Pool, seed: str) -> list[int]:
    """Return whose names stand on a list: three for each wish, in random order.

    Whole groups only, so that lists laid side by side never narrow a group down; where groups do
    not reach, others who are enrolled.
    """
    group_of = {person: key for key, group in pool.groups.items() for person in group}
    chosen = {group_of[person] for person in wishing if person in group_of}
    names = {person for key in chosen for person in pool.groups[key]} | set(wishing)
    wanted = GROUP * (len(wishing) + is_own_week(seed))
    for key in drawn(set(pool.groups) - chosen, seed):
        if len(names) < wanted:
            names |= set(pool.groups[key])
    spare = drawn(set(pool.others) - names, seed)
    names |= set(spare[: max(wanted - len(names), 0)])
    return drawn(names, f"{seed}:order")
