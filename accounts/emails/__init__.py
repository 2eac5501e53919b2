"""The mails about one's account: codes, notices of changes, what to do without an account.

They are secret (a code signs somebody in), leave first and live shortly.
"""

from accounts.emails.envelope import CODE, KINDS, NOTICE, AccountMail, account_draft

__all__ = ["CODE", "KINDS", "NOTICE", "AccountMail", "account_draft"]
