"""When acts on a pair take effect, what time does to it, and what two must both say yes to."""

from lifecycle.rules.consent import (
    EXTENSIONS,
    OF_TWO,
    WISHES,
    Answer,
    ConsentKind,
    Given,
    Seen,
    agreed_months,
    is_revealed,
    seen_by,
)
from lifecycle.rules.life import (
    ChangeDay,
    Life,
    PauseBudget,
    TimeAct,
    due_act,
    final_state,
    is_past_end,
    next_change_at,
    pause_budget,
)

__all__ = [
    "EXTENSIONS",
    "OF_TWO",
    "WISHES",
    "Answer",
    "ChangeDay",
    "ConsentKind",
    "Given",
    "Life",
    "PauseBudget",
    "Seen",
    "TimeAct",
    "agreed_months",
    "due_act",
    "final_state",
    "is_past_end",
    "is_revealed",
    "next_change_at",
    "pause_budget",
    "seen_by",
]
