"""Signed copies are made where the key is: in the worker, soon after both have signed."""

import logging
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from contracts.models import Contract, SignedCopy, Version
from contracts.paper import draw_copy, sources_of
from contracts.queries.copies import (
    evidence_of,
    in_force_event,
    standing_head,
    versions_without_copy,
)
from contracts.rules.evidence import evidence_bytes, seal_line, seal_message
from ledger.actions import sign_head
from ledger.keys import SigningKey, signing_key

AT_ONCE = 20
TRIES = 5
logger = logging.getLogger(__name__)


def make_copies(*, now: datetime, at_most: int = AT_ONCE) -> int:
    """Make the copies that are missing, those that count now first; returns how many.

    Twice or at once makes one copy each. A version that fails is logged and tried again at the next
    run, and holds up no other. Raises `ledger.keys.KeyMissing` where the key is not.
    """
    key = signing_key()
    made = 0
    # Some more are looked at, so that those that fail do not stand in the way for ever.
    for version in versions_without_copy().values_list("pk", flat=True)[: at_most * TRIES]:
        if made == at_most:
            break
        try:
            made += make_copy(version_id=version, key=key, now=now)
        except Exception:
            logger.exception("No signed copy of version %s yet", version)
    return made


def make_copy(*, version_id: int, key: SigningKey, now: datetime) -> bool:
    """Make one version's copy; False when it is there by now."""
    version = _version(version_id)
    event = in_force_event(version)
    head = None
    if event is not None:
        head = standing_head(event, key.fingerprint) or sign_head(now=now)
        head = head if head.fingerprint == key.fingerprint else None
    evidence = evidence_of(version, event, head, now)
    # Drawn before anything is locked: it takes a moment.
    content = seal(draw_copy(sources_of(version, evidence), evidence_bytes(evidence)), key)
    with transaction.atomic():
        Contract.objects.select_for_update().get(pk=version.contract_id)
        if not versions_without_copy().filter(pk=version.pk).exists():
            return False
        facts = {
            "content": content,
            "sha256": sha256(content).hexdigest(),
            "fingerprint": key.fingerprint,
            "head_seq": head.seq if head else 0,
            "made_at": now,
        }
        SignedCopy.objects.update_or_create(version=version, defaults=facts)
    return True


def seal(pdf: bytes, key: SigningKey) -> bytes:
    """Return a file with the seal over its exact bytes behind it."""
    return pdf + seal_line(key.public_key, key.sign(seal_message(pdf)))


def _version(version_id: int) -> Version:
    found = Version.objects.with_pair().prefetch_related("signatures__signer")
    return found.get(pk=version_id)
