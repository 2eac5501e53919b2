"""Which rules two people would break as a pair, gathered in a constant number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from accounts.models import User
from pairings.models import Pairing
from pairings.queries.sentences import capacity_sentence, sentence
from pairings.rules import (
    RULES_OF_OPEN_PAIRS,
    RULES_OF_POWER,
    Between,
    Candidate,
    Rule,
    broken_rules,
)
from programs.models import Enrollment, NeverMatch, Program
from programs.queries import lines_above
from programs.rules import EnrollmentState, Lines, Role


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that stands in the way, and why, in a sentence with names for a coordinator."""

    rule: Rule
    sentence: str


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people to look at in a program; `pairing` is their own pair, which does not count."""

    program: Program
    mentor: User
    mentee: User
    pairing: int | None = None

    @classmethod
    def of(cls, pairing: Pairing) -> Self:
        """Look at the two of a pair."""
        return cls(pairing.program, pairing.mentor, pairing.mentee, pairing.pk)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the queries found about everybody at once."""

    places: dict[tuple[int, int], Enrollment]
    open_pairs: dict[tuple[int, int], list[Pairing]]
    kept_apart: frozenset[tuple[int, int, int]]
    lines: Lines


def check_pair(program: Program, mentor: User, mentee: User) -> list[Broken]:
    """Return every rule a new pair of these two would break; four queries."""
    return check_couples([Couple(program, mentor, mentee)])[0]


def check_pairings(pairings: Sequence[Pairing]) -> list[list[Broken]]:
    """Return per open pair which rules it breaks now, without those a coordinator overrode."""
    found = check_couples([Couple.of(pairing) for pairing in pairings])
    return [
        [broken for broken in each if _binds(broken.rule, pairing)]
        for pairing, each in zip(pairings, found, strict=True)
    ]


def invalid_pairings() -> list[tuple[Pairing, list[Broken]]]:
    """Return the open pairs that break a rule now."""
    pairings = list(Pairing.objects.open().with_people().order_by("pk"))
    found = zip(pairings, check_pairings(pairings), strict=True)
    return [(pairing, broken) for pairing, broken in found if broken]


def check_formers(pairings: Sequence[Pairing]) -> list[list[Broken]]:
    """Return per pair that is over whether the mentee has come to stand above the mentor."""
    found = check_couples([Couple.of(pairing) for pairing in pairings])
    return [[broken for broken in each if broken.rule in RULES_OF_POWER] for each in found]


def _binds(rule: Rule, pairing: Pairing) -> bool:
    return rule in RULES_OF_OPEN_PAIRS and rule not in pairing.overridden_rules


def check_couples(couples: Sequence[Couple]) -> list[list[Broken]]:
    """Return per couple every rule it breaks; four queries for any number of couples."""
    known = _gather(couples)
    return [_check(couple, known) for couple in couples]


@dataclass(frozen=True, slots=True)
class Full:
    """A place and how many pairs a list would put on it."""

    place: Enrollment
    wanted: int


def overbooked(asked: Sequence[Full]) -> list[str]:
    """Say of whom a list wants more than they take, open pairs included; one query."""
    if not asked:
        return []
    keys = [each.place.pk for each in asked]
    on_either = Q(mentor_enrollment__in=keys) | Q(mentee_enrollment__in=keys)
    sides = ("mentor_enrollment_id", "mentee_enrollment_id")
    rows = Pairing.objects.open().filter(on_either).values_list(*sides)
    taken = Counter(key for row in rows for key in row)
    return [
        capacity_sentence(each.place.user, each.place.capacity)
        for each in asked
        if taken[each.place.pk] + each.wanted > each.place.capacity
    ]


def _check(couple: Couple, known: _Known) -> list[Broken]:
    mentor = _candidate(couple, couple.mentor, Role.MENTOR, known)
    mentee = _candidate(couple, couple.mentee, Role.MENTEE, known)
    between = _between(couple, known)
    return [
        Broken(rule, sentence(rule, (couple.mentor, mentor), (couple.mentee, mentee), between))
        for rule in broken_rules(mentor, mentee, between)
    ]


def _gather(couples: Sequence[Couple]) -> _Known:
    programs = {couple.program.pk for couple in couples}
    people = {user.pk for couple in couples for user in (couple.mentor, couple.mentee)}
    places = Enrollment.objects.filter(program_id__in=programs, user_id__in=people)
    pairs = Pairing.objects.open().filter(
        Q(mentor_id__in=people) | Q(mentee_id__in=people), program_id__in=programs
    )
    apart = NeverMatch.objects.filter(
        program_id__in=programs, first_id__in=people, second_id__in=people
    )
    return _Known(
        places={(place.program_id, place.user_id): place for place in places},
        open_pairs=_by_person(pairs.only("program_id", "mentor_id", "mentee_id")),
        kept_apart=frozenset(apart.values_list("program_id", "first_id", "second_id")),
        lines=lines_above(people),
    )


def _by_person(pairs: Iterable[Pairing]) -> dict[tuple[int, int], list[Pairing]]:
    found: dict[tuple[int, int], list[Pairing]] = {}
    for pair in pairs:
        for person in (pair.mentor_id, pair.mentee_id):
            found.setdefault((pair.program_id, person), []).append(pair)
    return found


def _candidate(couple: Couple, user: User, role: Role, known: _Known) -> Candidate:
    place = known.places.get((couple.program.pk, user.pk))
    return Candidate(
        person=user.pk,
        role=role,
        level=user.level,
        languages=frozenset(user.languages),
        line=known.lines.get(user.pk, ()),
        is_active=user.is_here,
        is_enrolled=_is_in(place, role),
        is_available=place is None or place.is_available,
        capacity=place.capacity if place else 1,
        open_pairs=len(_other_pairs(couple, user, known)),
    )


def _is_in(place: Enrollment | None, role: Role) -> bool:
    return place is not None and place.state == EnrollmentState.APPROVED and place.role == role


def _other_pairs(couple: Couple, user: User, known: _Known) -> list[Pairing]:
    """Open pairs of a person in this program but the couple's own."""
    pairs = known.open_pairs.get((couple.program.pk, user.pk), [])
    return [pair for pair in pairs if pair.pk != couple.pairing]


def _between(couple: Couple, known: _Known) -> Between:
    mentor, mentee = couple.mentor.pk, couple.mentee.pk
    low, high = sorted((mentor, mentee))
    return Between(
        min_level_gap=couple.program.min_level_gap,
        never_match=(couple.program.pk, low, high) in known.kept_apart,
        already_paired=any(
            (pair.mentor_id, pair.mentee_id) == (mentor, mentee)
            for pair in _other_pairs(couple, couple.mentor, known)
        ),
    )
