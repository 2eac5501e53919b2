"""Acts that touch pair, agreement and meetings together: one act each, for every caller."""

from lifecycle.actions.advance import Advance, advance_lives
from lifecycle.actions.after import choose_next, write_thanks
from lifecycle.actions.consents import Wishes, answer_about_goals, say_wishes
from lifecycle.actions.ending import ask_to_end, end_pair, withdraw_ask
from lifecycle.actions.leave import leave_company
from lifecycle.actions.pause import pause_pair, resume_pair
from lifecycle.actions.program import (
    archive_program,
    create_program_with_rules,
    duplicate_with_rules,
    move_program,
    put_on_staff,
    unarchive_program,
)

__all__ = [
    "Advance",
    "Wishes",
    "advance_lives",
    "answer_about_goals",
    "archive_program",
    "ask_to_end",
    "choose_next",
    "create_program_with_rules",
    "duplicate_with_rules",
    "end_pair",
    "leave_company",
    "move_program",
    "pause_pair",
    "put_on_staff",
    "resume_pair",
    "say_wishes",
    "unarchive_program",
    "withdraw_ask",
    "write_thanks",
]
