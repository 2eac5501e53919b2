"""What can be done to a proposal and to a pair, and the acts on a program or place that touch them.

Locks are taken in this order: program, enrollments by id, pairs by id.
"""

from pairings.actions.announce import Announced, announce_pairs, announce_what_is_due
from pairings.actions.answer import NoLongerPossible, accept_pair, decline_pair
from pairings.actions.ask import ask_for_partner
from pairings.actions.close import expire_proposals, withdraw_pair, withdraw_proposals_of
from pairings.actions.live import activate_pair, bump_revision
from pairings.actions.locks import lock_pair
from pairings.actions.place import change_availability, keep_apart, leave_program
from pairings.actions.program import change_program
from pairings.actions.propose import InvalidPair, propose_pair
from pairings.actions.propose_many import propose_pairs
from pairings.actions.recheck import recheck_all_pairs, recheck_pairs_in, recheck_pairs_of

__all__ = [
    "Announced",
    "InvalidPair",
    "NoLongerPossible",
    "accept_pair",
    "activate_pair",
    "announce_pairs",
    "announce_what_is_due",
    "ask_for_partner",
    "bump_revision",
    "change_availability",
    "change_program",
    "decline_pair",
    "expire_proposals",
    "keep_apart",
    "leave_program",
    "lock_pair",
    "propose_pair",
    "propose_pairs",
    "recheck_all_pairs",
    "recheck_pairs_in",
    "recheck_pairs_of",
    "withdraw_pair",
    "withdraw_proposals_of",
]
