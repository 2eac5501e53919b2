"""Reads about pairs: who could be one, which rules stand in the way, what waits for an answer."""

from pairings.queries.check import (
    Broken,
    Couple,
    check_couples,
    check_formers,
    check_pair,
    check_pairings,
    invalid_pairings,
)
from pairings.queries.people import (
    PoolEntry,
    free_people,
    live_pairs_of,
    open_proposals_of,
    pool,
    proposals_waiting_for,
    topics_in_common,
)
from pairings.queries.waiting import deadline_of

__all__ = [
    "Broken",
    "Couple",
    "PoolEntry",
    "check_couples",
    "check_formers",
    "check_pair",
    "check_pairings",
    "deadline_of",
    "free_people",
    "invalid_pairings",
    "live_pairs_of",
    "open_proposals_of",
    "pool",
    "proposals_waiting_for",
    "topics_in_common",
]
