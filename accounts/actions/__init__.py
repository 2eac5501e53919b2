"""What people and HR do about people: one function an act."""

from accounts.actions.addresses import (
    finish_email_change,
    keep_pending_email,
    know_address,
    prove_address,
)
from accounts.actions.company import CompanyFacts, update_company
from accounts.actions.delegates import end_delegation, end_delegations_of, name_delegate
from accounts.actions.leave import add_leave, remove_leave
from accounts.actions.mail import send_account_mail
from accounts.actions.profile import ProfileFacts, update_profile
from accounts.actions.sessions import deactivate_person, end_sessions, reactivate_person
from accounts.actions.signing_up import change_password, claim_account, sign_up
from accounts.emails import AccountMail

__all__ = [
    "AccountMail",
    "CompanyFacts",
    "ProfileFacts",
    "add_leave",
    "change_password",
    "claim_account",
    "deactivate_person",
    "end_delegation",
    "end_delegations_of",
    "end_sessions",
    "finish_email_change",
    "keep_pending_email",
    "know_address",
    "name_delegate",
    "prove_address",
    "reactivate_person",
    "remove_leave",
    "send_account_mail",
    "sign_up",
    "update_company",
    "update_profile",
]
