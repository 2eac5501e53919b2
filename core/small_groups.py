"""Figures of groups without figures of anyone: small groups are shown together or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SMALLEST: Final = 5


@dataclass(frozen=True, slots=True)
class Group:
    """One group that may be shown, or (several names) small ones together."""

    names: tuple[str, ...]
    count: int


def merge_small(counts: Mapping[str, int], least: int = SMALLEST) -> list[Group]:
    """Return the groups that may be shown, the largest first, the merged one last.

    Groups under `least` are shown as one. While that one is too small itself, or stands for a
    single name, the next smallest joins it: so no group can be computed from the total and the
    others. Empty when everybody together are too few.
    """
    ordered = sorted(
        ((name, count) for name, count in counts.items() if count > 0),
        key=lambda entry: (-entry[1], entry[0]),
    )
    shown = [entry for entry in ordered if entry[1] >= least]
    merged = [entry for entry in ordered if entry[1] < least]
    while merged and shown and (_sum(merged) < least or len(merged) == 1):
        merged.insert(0, shown.pop())
    groups = [Group((name,), count) for name, count in shown]
    if _sum(merged) >= least:
        groups.append(Group(tuple(name for name, _count in merged), _sum(merged)))
    return groups


def _sum(entries: list[tuple[str, int]]) -> int:
    return sum(count for _name, count in entries)
