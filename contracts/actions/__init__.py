"""Acts on house rules and agreements."""

from contracts.actions.codes import check_signing_code, mail_signing_code
from contracts.actions.drafting import DraftEdit, save_draft, save_own_part, save_terms
from contracts.actions.ending import end_contract
from contracts.actions.house_rules import house_rules_for, publish_house_rules
from contracts.actions.limits import hindrance
from contracts.actions.offering import expire_offers, offer, send_back, withdraw
from contracts.actions.opening import open_contract
from contracts.actions.refusals import ProofNeeded, ReadAgain, TextChanged
from contracts.actions.signing import Signing, sign

__all__ = [
    "DraftEdit",
    "ProofNeeded",
    "ReadAgain",
    "Signing",
    "TextChanged",
    "check_signing_code",
    "end_contract",
    "expire_offers",
    "hindrance",
    "house_rules_for",
    "mail_signing_code",
    "offer",
    "open_contract",
    "publish_house_rules",
    "save_draft",
    "save_own_part",
    "save_terms",
    "send_back",
    "sign",
    "withdraw",
]
