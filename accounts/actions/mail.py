"""Account mails go through the outbox like every other mail."""

from datetime import datetime

from accounts.emails import AccountMail, account_draft
from outbox import actions as outbox


def send_account_mail(mail: AccountMail, *, now: datetime) -> None:
    """Put a code or a notice into the outbox, where it waits for nothing."""
    outbox.enqueue(account_draft(mail, now=now), now=now)
