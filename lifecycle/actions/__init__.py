"""Acts that touch pair, agreement and meetings together: one act each, for every caller."""

from lifecycle.actions.advance import Advance, advance_lives
from lifecycle.actions.ending import ask_to_end, end_pair, withdraw_ask
from lifecycle.actions.leave import leave_company
from lifecycle.actions.pause import pause_pair, resume_pair
from lifecycle.actions.program import create_program_with_rules

__all__ = [
    "Advance",
    "advance_lives",
    "ask_to_end",
    "create_program_with_rules",
    "end_pair",
    "leave_company",
    "pause_pair",
    "resume_pair",
    "withdraw_ask",
]
