"""When people's data change, pairs are looked at again: what is wrong is said, nothing is ended."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from accounts.models import User
from attention.actions import assign_overseers as assign_overseers_of_items
from attention.queries import subjects_with_items
from pairings.actions.items import (
    INVALID_PAIR,
    POWER_CLAUSE,
    raise_invalid,
    raise_power_clause,
    settle_items_of,
    settle_power_clause,
)
from pairings.actions.oversee import assign_overseers
from pairings.models import Pairing, PairingQuerySet
from pairings.queries import Broken, check_formers, check_pairings
from pairings.rules import OPEN
from programs.models import Program

BATCH = 300


def recheck_pairs_of(*, person: User, now: datetime) -> int:
    """Look at a person's pairs, also those that ended in the last six months.

    Returns how many are wrong now.
    """
    return recheck_pairs(Pairing.objects.of_person(person).under_rules(now), now=now)


def recheck_pairs_in(*, program: Program, now: datetime) -> int:
    """Look at all pairs of a program; returns how many are wrong."""
    pairs = Pairing.objects.filter(program=program).under_rules(now)
    return recheck_pairs(pairs, now=now)


def recheck_all_pairs(*, now: datetime) -> int:
    """Look at every pair; finds what no act has told of. Returns how many are wrong.

    Who looks after pairs and items where nobody is free is said anew as well.
    """
    assign_overseers_of_items(now=now)
    return recheck_pairs(Pairing.objects.all().under_rules(now), now=now)


def recheck_pairs(pairs: PairingQuerySet, *, now: datetime) -> int:
    """Look at these pairs, some hundred at a time; returns how many are wrong."""
    keys = list(pairs.order_by("pk").values_list("pk", flat=True))
    return sum(_recheck(keys[at : at + BATCH], now) for at in range(0, len(keys), BATCH))


def _recheck(keys: Collection[int], now: datetime) -> int:
    pairs = list(Pairing.objects.filter(pk__in=keys).with_people().order_by("pk"))
    standing = [pair for pair in pairs if pair.state in OPEN]
    former = [pair for pair in pairs if pair.state not in OPEN]
    assign_overseers(standing, now=now)
    _settle_where_over(former, now)
    return _look(standing, now) + _look_at_power(former, now)


def _look(pairs: Sequence[Pairing], now: datetime) -> int:
    def settle(pair: Pairing) -> None:
        settle_items_of(pair, how="valid", now=now)

    def say(pair: Pairing, broken: Collection[Broken]) -> None:
        raise_invalid(pair, broken, now=now)

    return _say(list(zip(pairs, check_pairings(pairs), strict=True)), INVALID_PAIR, say, settle)


def _look_at_power(pairs: Sequence[Pairing], now: datetime) -> int:
    def settle(pair: Pairing) -> None:
        settle_power_clause(pair, now=now)

    def say(pair: Pairing, broken: Collection[Broken]) -> None:
        raise_power_clause(pair, broken, now=now)

    return _say(list(zip(pairs, check_formers(pairs), strict=True)), POWER_CLAUSE, say, settle)


def _settle_where_over(pairs: Sequence[Pairing], now: datetime) -> None:
    said = subjects_with_items(INVALID_PAIR, [pair.uid for pair in pairs])
    for pair in pairs:
        if pair.uid in said:
            settle_items_of(pair, how="over", now=now)


def _say(
    found: Sequence[tuple[Pairing, list[Broken]]],
    kind: str,
    say: Callable[[Pairing, Collection[Broken]], None],
    settle: Callable[[Pairing], None],
) -> int:
    """Raise an item where a rule is broken, settle it where it is not any more."""
    said = subjects_with_items(kind, [pair.uid for pair, _broken in found])
    for pair, broken in found:
        if broken:
            say(pair, broken)
        elif pair.uid in said:
            settle(pair)
    return sum(bool(broken) for _pair, broken in found)
