"""Which address is whose, and how one becomes another.

A login address is never taken over silently: what the import says of somebody who owns their
account waits in `pending_email` until they, signed in, prove the new address with a code.
"""

from contextlib import suppress
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.actions.locks import lock_person, save_changes
from accounts.actions.mail import send_account_mail
from accounts.emails import AccountMail
from accounts.models import User
from core import audit


def know_address(*, user: User) -> None:
    """Note a person's login address as not proven, so that a code can prove it."""
    EmailAddress.objects.get_or_create(user=user, email=user.email)


def prove_address(*, user: User, now: datetime) -> None:
    """Keep that a code mailed to a person's login address came back. Once is enough.

    An address that another account has proven stays with that account.
    """
    with suppress(IntegrityError), transaction.atomic():
        address, _is_new = EmailAddress.objects.get_or_create(user=user, email=user.email)
        if not address.verified:
            EmailAddress.objects.filter(user=user, primary=True).update(primary=False)
            EmailAddress.objects.filter(pk=address.pk).update(verified=True, primary=True)
            audit.record("prove address", user.subject, by=user, now=now)


def keep_pending_email(*, user: User, email: str, by: User | None, now: datetime) -> None:
    """Note the address that HR's data give, and tell the one in use. Nothing else changes yet."""
    with transaction.atomic():
        person = lock_person(user)
        if email in {person.pending_email, person.email}:
            return
        person.pending_email = email
        save_changes(person, "pending_email")
        audit.record("announce email", person.subject, by=by, now=now)
        mail = AccountMail("pending_email", person.email, person, {"new_email": email})
        send_account_mail(mail, now=now)


def finish_email_change(*, user: User, email: str, now: datetime) -> None:
    """Settle what waited, once the owner has proven the address they sign in with from now on."""
    with transaction.atomic():
        person = lock_person(user)
        if person.pending_email == email:
            person.pending_email = ""
        save_changes(person, "pending_email")
        audit.record("change email", person.subject, by=user, now=now)
