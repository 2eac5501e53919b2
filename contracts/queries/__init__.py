"""Reads about agreements: the text for the pair; for all others only states, dates and rhythm."""

from contracts.queries.house_rules import (
    company_signature,
    house_rules_shown,
    latest_house_rules,
)
from contracts.queries.review import ReviewState, review_state
from contracts.queries.states import (
    AgreementState,
    HrSummary,
    agreement_state,
    agreement_states,
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
    "ReviewState",
    "WorkingTerms",
    "agreement_state",
    "agreement_states",
    "company_signature",
    "house_rules_shown",
    "latest_house_rules",
    "review_state",
    "summaries_for_hr",
    "summary_for_hr",
    "terms_from",
    "terms_of",
    "terms_of_many",
    "working_terms",
]
