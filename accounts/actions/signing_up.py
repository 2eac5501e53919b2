"""People enter: they sign up, come in for the first time, and choose a password."""

from datetime import datetime

from django.db import transaction

from accounts.actions.locks import lock_person
from accounts.models import User
from core import audit


def sign_up(*, user: User, now: datetime) -> User:
    """Keep a new person, without a password: who proves the address by a code chooses one then.

    A password typed before that proof would let whoever typed it in later. Raises
    `IntegrityError` when somebody has this address already.
    """
    user.set_unusable_password()
    with transaction.atomic():
        user.save()
        audit.record("sign up", user.subject, by=user, now=now)
    return user


def change_password(*, user: User, password: str, now: datetime) -> None:
    """Set a checked password. Sessions opened with the old one end, but for the one that asks."""
    with transaction.atomic():
        person = lock_person(user)
        person.set_password(password)
        person.save(update_fields=["password"])
        audit.record("change password", person.subject, by=user, now=now)
    user.password = person.password


def claim_account(*, user: User, now: datetime) -> None:
    """Record that an account has its owner: they signed in for the first time."""
    audit.record("claim account", user.subject, by=user, now=now)
