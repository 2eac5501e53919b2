"""Reads about the lives of pairs: what is left of breaks, what time will do."""

from lifecycle.queries.due import (
    DueAct,
    due_acts,
    life_of,
    pairs_asked_to_end,
    pairs_to_look_at,
)
from lifecycle.queries.own import own_ask, pause_budget_of

__all__ = [
    "DueAct",
    "due_acts",
    "life_of",
    "own_ask",
    "pairs_asked_to_end",
    "pairs_to_look_at",
    "pause_budget_of",
]
