"""What a signed copy is made of, and which copies there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Q, QuerySet, When

from accounts.models import User
from contracts.models import HouseRules, SignedCopy, Version
from contracts.queries.entries import entry_of_rules_signature, entry_of_signature
from contracts.queries.house_rules import company_signature
from contracts.rules import VersionState
from contracts.rules.evidence import (
    CHAIN_AT_MOST,
    Evidence,
    LedgerProof,
    Record,
    RulesText,
    exact_utc,
)
from core.canonical import read_canonical
from ledger.models import LedgerEvent, LedgerHead, LedgerKey, LedgerPayload
from ledger.rules import Kind
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class Copied:
    """What a page says of a signed copy: it is being made until `made_at` is there."""

    version: Version
    made_at: datetime | None


def versions_without_copy() -> QuerySet[Version]:
    """Return versions that both signed and that have no copy, or one by a key that is revoked.

    What counts now comes before what was replaced or ended, then the oldest.
    """
    revoked = LedgerKey.objects.exclude(revoked_at=None).values("fingerprint")
    lacking = Q(signed_copy=None) | Q(signed_copy__fingerprint__in=revoked)
    found = Version.objects.ever_in_force().exclude(document=None).filter(lacking)
    now_first = Case(When(state=VersionState.IN_FORCE, then=0), default=1)
    return found.order_by(now_first, "in_force_at", "pk")


def copy_for(user: User, version: UUID) -> SignedCopy | None:
    """Return the copy of a version of one's own pair; None for others, and until it is made."""
    own = Version.objects.visible_to(user).filter(uid=version)
    return SignedCopy.objects.select_related("version__contract").filter(version__in=own).first()


def copied(version: Version) -> Copied | None:
    """Return how far the copy of a version is; None for one that was never in force."""
    if version.in_force_at is None or not version.document:
        return None
    made = SignedCopy.objects.filter(version=version).values_list("made_at", flat=True).first()
    return Copied(version, made)


def in_force_event(version: Version) -> LedgerEvent | None:
    """Return the entry that says that a version came into force; older ones have none."""
    events = LedgerEvent.objects.filter(stream=version.contract.uid, kind=Kind.IN_FORCE)
    for event in events.order_by("seq"):
        payload = _payload(event)
        if payload is not None and payload[0].get("version") == str(version.uid):
            return event
    return None


def standing_head(event: LedgerEvent, fingerprint: str) -> LedgerHead | None:
    """Return the first head by this key that includes an entry."""
    heads = LedgerHead.objects.filter(seq__gte=event.seq, fingerprint=fingerprint)
    return heads.order_by("seq").first()


def evidence_of(
    version: Version, event: LedgerEvent | None, head: LedgerHead | None, now: datetime
) -> Evidence:
    """Return what proves a version that both signed; `head` is one that includes the entry."""
    if version.in_force_at is None:
        message = "Only what both signed can be proved."
        raise ValueError(message)
    signatures = {each.role: each for each in version.signatures.all()}
    return Evidence(
        issuer=settings.SITE_URL,
        document_sha256=version.document_sha256,
        house_rules=_rules_text(version.house_rules),
        signatures=[entry_of_signature(signatures[role]) for role in (Role.MENTEE, Role.MENTOR)],
        in_force_at=version.in_force_at,
        ledger=_ledger_proof(event, head) if event else None,
        made_at=now,
    )


def _rules_text(rules: HouseRules) -> RulesText:
    signed = company_signature(rules)
    entry = entry_of_rules_signature(signed) if signed else None
    return RulesText(rules.number, rules.sha256, rules.text, entry)


def _ledger_proof(event: LedgerEvent, head: LedgerHead | None) -> LedgerProof | None:
    payload = _payload(event)
    if payload is None:
        return None
    if head is not None and head.seq - event.seq > CHAIN_AT_MOST:
        head = None
    return LedgerProof(
        event={
            **_event_record(event),
            "previous": bytes(event.previous).hex(),
            "hash": bytes(event.hash).hex(),
        },
        payload=payload[0],
        salt=payload[1],
        chain=list(_chain(event, head)) if head else [],
        head=_head_record(head) if head else None,
    )


def _payload(event: LedgerEvent) -> tuple[dict[str, Any], bytes] | None:
    """Return what stands in an entry, with its salt; None once it was erased."""
    held = LedgerPayload.objects.filter(event=event).first()
    if held is None or held.content is None or held.salt is None:
        return None
    said: Any = read_canonical(bytes(held.content))
    return said, bytes(held.salt)


def _chain(event: LedgerEvent, head: LedgerHead) -> Iterator[Record]:
    after = LedgerEvent.objects.filter(seq__gt=event.seq, seq__lte=head.seq)
    return map(_event_record, after.order_by("seq"))


def _event_record(event: LedgerEvent) -> dict[str, object]:
    return {
        "seq": event.seq,
        "stream": str(event.stream),
        "kind": event.kind,
        "actor": str(event.actor) if event.actor else None,
        "at": event.at_us,
        "commitment": bytes(event.commitment).hex(),
    }


def _head_record(head: LedgerHead) -> dict[str, object]:
    return {
        "seq": head.seq,
        "hash": bytes(head.hash).hex(),
        "signed_at": exact_utc(head.signed_at),
        "fingerprint": head.fingerprint,
        "signature": bytes(head.signature).hex(),
    }
