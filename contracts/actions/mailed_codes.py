"""A mailed code is good for one person, one text and exactly its bytes: 15 minutes, five tries."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from contracts.actions.refusals import code_used_up, code_wrong
from contracts.emails import code_key
from contracts.models import HouseRules, SigningCode, Version
from contracts.rules import CODE_LASTS, CODE_TRIES, Proof
from contracts.rules.proof import Evidence
from core import audit
from outbox.actions import Draft, enqueue, supersede

_DIGITS = 8
_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SigningStep:
    """Who signs which text, as it was shown."""

    text: Version | HouseRules
    by: User
    shown_sha256: str

    @property
    def stored(self) -> dict[str, Any]:
        """How the code of this person for this text is found."""
        name = "version" if isinstance(self.text, Version) else "rules"
        return {name: self.text, "user": self.by}

    def digest(self, code: str) -> str:
        """Return the keyed hash that is stored in the place of a code."""
        bound = f"{self.text.uid}:{self.shown_sha256}:{self.by.uid}:{code}"
        return salted_hmac("contracts.signing_code", bound, algorithm="sha256").hexdigest()


Mail = Callable[[SigningCode, str], Draft]


def mail_code(
    step: SigningStep, *, mail: Mail, subject: tuple[str, UUID], now: datetime
) -> SigningCode:
    """Mail a new code in the place of the last one; within a minute of that one it stays."""
    last = SigningCode.objects.filter(**step.stored).first()
    if last is not None and now < last.sent_at + _AGAIN_AFTER:
        return last
    if last is not None:
        supersede(keys=[code_key(last)], reason="a newer code", now=now)
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    kept, _is_new = SigningCode.objects.update_or_create(
        **step.stored,
        defaults={
            "digest": step.digest(code),
            "tries_left": CODE_TRIES,
            "sent_at": now,
            "expires_at": now + CODE_LASTS,
        },
    )
    enqueue(mail(kept, code), now=now)
    facts = {"version": step.text.number}
    audit.record("mail signing code", subject, by=step.by, now=now, facts=facts)
    return kept


def try_code(step: SigningStep, code: str, *, now: datetime) -> Evidence:
    """Return the evidence of a right code; every try counts, whatever becomes of the signature."""
    waiting = SigningCode.objects.filter(**step.stored)
    taken = waiting.filter(tries_left__gt=0, expires_at__gt=now)
    if not taken.update(tries_left=F("tries_left") - 1):
        raise code_used_up()
    kept = waiting.get()
    typed = "".join(character for character in code if character.isalnum())
    if not constant_time_compare(kept.digest, step.digest(typed)):
        raise code_wrong(kept.tries_left)
    return Evidence(Proof.MAILED_CODE, now)
