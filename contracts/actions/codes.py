"""A mailed code is the last step of signing where the sign-in itself proves nothing."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts import emails
from contracts.actions.locking import lock_version
from contracts.actions.mailed_codes import SigningStep, mail_code, try_code
from contracts.actions.refusals import ReadAgain, not_intact, not_offered
from contracts.models import SigningCode, Version
from contracts.rules import VersionState
from contracts.rules.document import sha256_of
from contracts.rules.proof import Evidence


def check_signable(version: Version, shown_sha256: str, now: datetime) -> None:
    """Refuse what does not wait for signatures, what was not shown, and bytes that are damaged."""
    if version.state != VersionState.OFFERED or shown_sha256 != version.document_sha256:
        raise ReadAgain
    if version.expires_at is None or version.expires_at <= now:
        raise not_offered()
    if sha256_of(bytes(version.document or b"")) != version.document_sha256:
        raise not_intact()


def mail_signing_code(
    *, version: Version, by: User, shown_sha256: str, now: datetime
) -> SigningCode:
    """Mail a code of eight digits to the person's own address: 15 minutes, 5 tries.

    It is good for this person, this version and these bytes alone. Within a minute of the last one
    that one stays.
    """
    with transaction.atomic():
        locked = lock_version(version, by=by)
        check_signable(locked.version, shown_sha256, now)
        step = SigningStep(locked.version, by, shown_sha256)
        subject = locked.contract.subject
        return mail_code(step, mail=emails.signing_code, subject=subject, now=now)


def check_signing_code(
    *, version: Version, by: User, shown_sha256: str, code: str, now: datetime
) -> Evidence:
    """Return the evidence of a right code; every try counts, whatever becomes of the signature."""
    return try_code(SigningStep(version, by, shown_sha256), code, now=now)
