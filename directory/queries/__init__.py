"""Reads for imports: who is stored, and what a file would change."""

from directory.queries.people import known_among, people_stored
from directory.queries.plans import Creation, Plan, Update, make_plan

__all__ = ["Creation", "Plan", "Update", "known_among", "make_plan", "people_stored"]
