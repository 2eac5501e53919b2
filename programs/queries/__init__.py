"""Reads about programs: who runs them, who takes part, what one could join."""

from programs.queries.joining import (
    draft_of,
    drafts_of,
    invited_place,
    known_answers,
    likely_role,
    next_step,
    place_on_the_list,
    places_of,
    programs_to_join,
)
from programs.queries.kickoff import (
    GuestCounts,
    guest_ahead,
    guest_counts,
    guest_of_link,
    guests_of,
    kickoff_of,
)
from programs.queries.oversight import (
    coordinators_of,
    free_coordinators,
    lines_above,
    overseer_among,
    overseer_where_nobody_is_free,
)
from programs.queries.people import enrollable_people, invitable_people, places_in

__all__ = [
    "GuestCounts",
    "coordinators_of",
    "draft_of",
    "drafts_of",
    "enrollable_people",
    "free_coordinators",
    "guest_ahead",
    "guest_counts",
    "guest_of_link",
    "guests_of",
    "invitable_people",
    "invited_place",
    "kickoff_of",
    "known_answers",
    "likely_role",
    "lines_above",
    "next_step",
    "overseer_among",
    "overseer_where_nobody_is_free",
    "place_on_the_list",
    "places_in",
    "places_of",
    "programs_to_join",
]
