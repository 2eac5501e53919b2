"""The mails of this room: about the life of a pair, what both said yes to, a program's end."""

from lifecycle.emails import after, life
from lifecycle.emails.after import (
    EXTENDED,
    IN_TOUCH,
    PROGRAM_CLOSED,
    pair_extended,
    pair_stays_in_touch,
    program_closed,
)
from lifecycle.emails.life import (
    CONCLUDING,
    ENDED,
    PAUSED,
    RESUMED,
    pair_concluding,
    pair_ended,
    pair_paused,
    pair_resumed,
)

# What an end makes pointless to say.
BEFORE_THE_END = (PAUSED, RESUMED, CONCLUDING, EXTENDED)
KINDS = (*life.KINDS, *after.KINDS)

__all__ = [
    "BEFORE_THE_END",
    "CONCLUDING",
    "ENDED",
    "EXTENDED",
    "IN_TOUCH",
    "KINDS",
    "PAUSED",
    "PROGRAM_CLOSED",
    "RESUMED",
    "pair_concluding",
    "pair_ended",
    "pair_extended",
    "pair_paused",
    "pair_resumed",
    "pair_stays_in_touch",
    "program_closed",
]
