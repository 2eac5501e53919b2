"""Reads for a participant's home: one pair with its question, several, or what happens next."""

from home.queries.overview import Overview, overview_of
from home.queries.page import PairPage, pair_page
from home.queries.pairs import NamedPair, OwnPair, named_pairs, own_pairs

__all__ = [
    "NamedPair",
    "Overview",
    "OwnPair",
    "PairPage",
    "named_pairs",
    "overview_of",
    "own_pairs",
    "pair_page",
]
