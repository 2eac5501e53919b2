"""Acts on house rules and agreements."""

from contracts.actions.amending import amend_agreement, drop_amendment
from contracts.actions.codes import check_signing_code, mail_signing_code
from contracts.actions.commenting import add_comment, delete_comment
from contracts.actions.drafting import DraftEdit, save_draft, save_own_part, save_terms
from contracts.actions.ending import end_contract
from contracts.actions.house_rules import ask_sponsors, house_rules_for, publish_house_rules
from contracts.actions.limits import hindrance
from contracts.actions.offering import expire_offers, offer, send_back, withdraw
from contracts.actions.opening import open_contract
from contracts.actions.refusals import ProofNeeded, ReadAgain, TextChanged
from contracts.actions.review import ask_for_reviews, keep_agreement
from contracts.actions.rhythm import Rhythm, decline_rhythm, signing_in_one_tap, suggest_rhythm
from contracts.actions.rules_refusals import RulesChanged
from contracts.actions.rules_signing import mail_house_rules_code, sign_house_rules
from contracts.actions.signing import Signing, sign

__all__ = [
    "DraftEdit",
    "ProofNeeded",
    "ReadAgain",
    "Rhythm",
    "RulesChanged",
    "Signing",
    "TextChanged",
    "add_comment",
    "amend_agreement",
    "ask_for_reviews",
    "ask_sponsors",
    "check_signing_code",
    "decline_rhythm",
    "delete_comment",
    "drop_amendment",
    "end_contract",
    "expire_offers",
    "hindrance",
    "house_rules_for",
    "keep_agreement",
    "mail_house_rules_code",
    "mail_signing_code",
    "offer",
    "open_contract",
    "publish_house_rules",
    "save_draft",
    "save_own_part",
    "save_terms",
    "send_back",
    "sign",
    "sign_house_rules",
    "signing_in_one_tap",
    "suggest_rhythm",
    "withdraw",
]
