"""The mails about one's account: codes, notices of changes, and what to do when there is no account.

They are secret (a code signs somebody in), leave first and live shortly.
"""

from accounts.emails.envelope import CODE, KINDS, NOTICE, AccountMail, account_draft

__all__ = ["CODE", "KINDS", "NOTICE", "AccountMail", "account_draft"]
