"""What an app declares as frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_declared: Final[dict[str, "Frozen"]] = {}


@dataclass(frozen=True, slots=True)
class Frozen:
    """A table whose rows stay as they are: no change of these columns (all, when none is named).

    Nor may such a row be deleted, replaced, or lost by truncating. `once` names a column from whose
    being set on a row is frozen; before, it is a draft. `unless` is SQL over OLD and NEW: the one
    change that is lawful. `follows` is SQL over NEW: what an inserted row must fulfil.
    """

    table: str
    columns: tuple[str, ...] = ()
    once: str = ""
    unless: str = ""
    follows: str = ""


def freeze(*tables: Frozen) -> None:
    """Declare tables; the last declaration of a table counts."""
    _declared.update({each.table: each for each in tables})


def thaw(*tables: str) -> None:
    """Take declarations back, so that those of a test do not outlive it."""
    for table in tables:
        _declared.pop(table, None)


def declared() -> Sequence[Frozen]:
    """Return what is declared, in the order of declaring."""
    return list(_declared.values())
