"""What is valid about a person, as pure functions."""

from accounts.rules.people import (
    ISO_WEEKDAYS,
    MONDAY_TO_FRIDAY,
    SUNDAY_TO_THURSDAY,
    chain_of,
    domain_of,
    may_sign_up,
    tidy_line,
    working_days,
)
from accounts.rules.places import is_time_zone

__all__ = [
    "ISO_WEEKDAYS",
    "MONDAY_TO_FRIDAY",
    "SUNDAY_TO_THURSDAY",
    "chain_of",
    "domain_of",
    "is_time_zone",
    "may_sign_up",
    "tidy_line",
    "working_days",
]
