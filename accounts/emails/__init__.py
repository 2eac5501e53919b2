"""The mails about one's account, which are secret and live shortly, and about one's assistant.

Codes, notices of changes, what to do without an account; an assistant who was named, or is gone.
"""

from accounts.emails.delegates import DELEGATE_KINDS, delegate_named, delegate_over
from accounts.emails.envelope import ACCOUNT_KINDS, CODE, NOTICE, AccountMail, account_draft

KINDS = (*ACCOUNT_KINDS, *DELEGATE_KINDS)

__all__ = [
    "ACCOUNT_KINDS",
    "CODE",
    "KINDS",
    "NOTICE",
    "AccountMail",
    "account_draft",
    "delegate_named",
    "delegate_over",
]
