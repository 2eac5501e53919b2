"""A mailed code is the last step of signing where the sign-in itself proves nothing."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from contracts import emails
from contracts.actions.locking import lock_version
from contracts.actions.refusals import ReadAgain, code_used_up, code_wrong, not_intact, not_offered
from contracts.models import SigningCode, Version
from contracts.rules import CODE_LASTS, CODE_TRIES, Proof, VersionState
from contracts.rules.document import sha256_of
from contracts.rules.proof import Evidence
from core import audit
from outbox.actions import enqueue, supersede

_DIGITS = 8
_AGAIN_AFTER = timedelta(minutes=1)


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
        last = SigningCode.objects.filter(version=version, user=by).first()
        if last is not None and now < last.sent_at + _AGAIN_AFTER:
            return last
        if last is not None:
            supersede(keys=[emails.code_key(last)], reason="a newer code", now=now)
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        kept = _keep(locked.version, by, code, now)
        enqueue(emails.signing_code(kept, code), now=now)
        facts = {"version": version.number}
        audit.record("mail signing code", locked.contract.subject, by=by, now=now, facts=facts)
        return kept


def _keep(version: Version, by: User, code: str, now: datetime) -> SigningCode:
    kept, _ = SigningCode.objects.update_or_create(
        version=version,
        user=by,
        defaults={
            "digest": _digest(version.document_sha256, version, by, code),
            "tries_left": CODE_TRIES,
            "sent_at": now,
            "expires_at": now + CODE_LASTS,
        },
    )
    return kept


def check_signing_code(
    *, version: Version, by: User, shown_sha256: str, code: str, now: datetime
) -> Evidence:
    """Return the evidence of a right code; every try counts, whatever becomes of the signature."""
    taken = SigningCode.objects.filter(
        version=version, user=by, tries_left__gt=0, expires_at__gt=now
    ).update(tries_left=F("tries_left") - 1)
    if not taken:
        raise code_used_up()
    kept = SigningCode.objects.get(version=version, user=by)
    typed = "".join(character for character in code if character.isalnum())
    if not constant_time_compare(kept.digest, _digest(shown_sha256, version, by, typed)):
        raise code_wrong(kept.tries_left)
    return Evidence(Proof.MAILED_CODE, now)


def _digest(document_sha256: str, version: Version, by: User, code: str) -> str:
    bound = f"{version.uid}:{document_sha256}:{by.uid}:{code}"
    return salted_hmac("contracts.signing_code", bound, algorithm="sha256").hexdigest()
