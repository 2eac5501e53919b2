"""Reads about agreements: the text for the pair; for all others only states, dates and rhythm."""

from contracts.queries.house_rules import house_rules_html, latest_house_rules
from contracts.queries.states import (
    AgreementState,
    HrSummary,
    agreement_state,
    agreement_states,
    pairs_in_force,
    summaries_for_hr,
    summary_for_hr,
)
from contracts.queries.terms import (
    WorkingTerms,
    terms_from,
    terms_of,
    terms_of_many,
    working_terms,
)

__all__ = [
    "AgreementState",
    "HrSummary",
    "WorkingTerms",
    "agreement_state",
    "agreement_states",
    "house_rules_html",
    "latest_house_rules",
    "pairs_in_force",
    "summaries_for_hr",
    "summary_for_hr",
    "terms_from",
    "terms_of",
    "terms_of_many",
    "working_terms",
]
