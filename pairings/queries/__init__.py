"""Reads about pairs: who could be one, which rules stand in the way, what waits for an answer."""

from pairings.queries.announcing import (
    Preview,
    due_announcements,
    is_quiet_now,
    preview_announcement,
    quiet_pairs_of,
)
from pairings.queries.check import (
    Broken,
    Couple,
    check_couples,
    check_formers,
    check_pair,
    check_pairings,
    invalid_pairings,
)
from pairings.queries.delegates import delegate_of, delegates_of
from pairings.queries.people import (
    PoolEntry,
    free_people,
    live_pairs_of,
    open_proposals_of,
    pool,
    proposals_waiting_for,
    topics_in_common,
)
from pairings.queries.suggestions import (
    Suggestion,
    open_pairs_at,
    suggestions_for,
    takes_requests_now,
)
from pairings.queries.waiting import deadline_of

__all__ = [
    "Broken",
    "Couple",
    "PoolEntry",
    "Preview",
    "Suggestion",
    "check_couples",
    "check_formers",
    "check_pair",
    "check_pairings",
    "deadline_of",
    "delegate_of",
    "delegates_of",
    "due_announcements",
    "free_people",
    "invalid_pairings",
    "is_quiet_now",
    "live_pairs_of",
    "open_pairs_at",
    "open_proposals_of",
    "pool",
    "preview_announcement",
    "proposals_waiting_for",
    "quiet_pairs_of",
    "suggestions_for",
    "takes_requests_now",
    "topics_in_common",
]
