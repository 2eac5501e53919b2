"""What HR's pages read from plain facts: weeks, where a pair stands, who learns from whom."""

from dashboard.rules.standing import Pill, PillFacts, Standing, Tone, read_pill
from dashboard.rules.weeks import (
    WEEKS_ON_A_PHONE,
    WEEKS_SHOWN,
    Track,
    Week,
    month_starts,
    read_weeks,
    unmet_points,
    week_of_program,
    weeks_until,
)

__all__ = [
    "WEEKS_ON_A_PHONE",
    "WEEKS_SHOWN",
    "Pill",
    "PillFacts",
    "Standing",
    "Tone",
    "Track",
    "Week",
    "month_starts",
    "read_pill",
    "read_weeks",
    "unmet_points",
    "week_of_program",
    "weeks_until",
]
