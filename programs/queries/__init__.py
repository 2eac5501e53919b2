"""Reads about programs: who runs them, who takes part, what one could join."""

from programs.queries.joining import places_of, programs_to_join
from programs.queries.oversight import (
    coordinators_of,
    free_coordinators,
    lines_above,
    overseer_among,
    overseer_where_nobody_is_free,
)
from programs.queries.people import enrollable_people, places_in

__all__ = [
    "coordinators_of",
    "enrollable_people",
    "free_coordinators",
    "lines_above",
    "overseer_among",
    "overseer_where_nobody_is_free",
    "places_in",
    "places_of",
    "programs_to_join",
]
