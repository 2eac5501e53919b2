"""Reads about the lives of pairs: what is left of breaks, what time will do."""

from lifecycle.queries.after import (
    CertificateFacts,
    Sums,
    certificate_facts,
    may_choose_next,
    sums_of,
    thanks_of,
)
from lifecycle.queries.closing import (
    ClosingPreview,
    ProgramSummary,
    certificates_in,
    closing_preview,
    program_summary,
)
from lifecycle.queries.consents import (
    OwnSide,
    given_in,
    has_agreement,
    own_side,
    seen_in,
    shared_goals,
    with_own_side,
)
from lifecycle.queries.due import (
    DueAct,
    due_acts,
    life_of,
    pairs_asked_to_end,
    pairs_to_look_at,
)
from lifecycle.queries.own import own_ask, pause_budget_of

__all__ = [
    "CertificateFacts",
    "ClosingPreview",
    "DueAct",
    "OwnSide",
    "ProgramSummary",
    "Sums",
    "certificate_facts",
    "certificates_in",
    "closing_preview",
    "due_acts",
    "given_in",
    "has_agreement",
    "life_of",
    "may_choose_next",
    "own_ask",
    "own_side",
    "pairs_asked_to_end",
    "pairs_to_look_at",
    "pause_budget_of",
    "program_summary",
    "seen_in",
    "shared_goals",
    "sums_of",
    "thanks_of",
    "with_own_side",
]
