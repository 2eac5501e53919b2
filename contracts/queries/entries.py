"""What the ledger keeps of each act: every recorded value, so that a changed row is noticed.

The one place that says so: acts append it, and the check of the tables builds it anew from the rows
and compares.
"""

from datetime import UTC, datetime

from contracts.models import Contract, HouseRules, Review, RulesSignature, Signature, Version
from core.canonical import canonical_sha256

Entry = dict[str, object]


def entry_of_opening(contract: Contract) -> Entry:
    """Return whose contract it is."""
    pair = contract.pairing
    return {
        "contract": str(contract.uid),
        "pair": str(pair.uid),
        "mentor": str(pair.mentor.uid),
        "mentee": str(pair.mentee.uid),
    }


def entry_of_offer(version: Version) -> Entry:
    """Return which bytes wait for signatures, and until when."""
    return {
        **_version(version),
        "offered_at": _instant(version.offered_at),
        "expires_at": _instant(version.expires_at),
    }


def entry_of_close(version: Version) -> Entry:
    """Return how a version came to its end; a comment by its hash alone."""
    return {
        **_version(version),
        "state": version.state,
        "closed_at": _instant(version.closed_at),
        "comment_sha256": canonical_sha256(version.comment.split("\n")) if version.comment else "",
    }


def entry_of_signature(signature: Signature) -> Entry:
    """Return everything that is recorded of a signature."""
    return {
        "version": str(signature.version.uid),
        "role": signature.role,
        **_signature(signature),
        "document_sha256": signature.document_sha256,
    }


def entry_of_force(version: Version) -> Entry:
    """Return what both signed, with both signatures by the hash of their entries."""
    signatures = sorted(version.signatures.all(), key=lambda each: each.role)
    return {
        **_version(version),
        "in_force_at": _instant(version.in_force_at),
        "signatures": {
            each.role: canonical_sha256(entry_of_signature(each)) for each in signatures
        },
    }


def entry_of_review(review: Review) -> Entry:
    """Return that both were asked to look again, and one said that it stays."""
    return {
        "version": str(review.version.uid),
        "by": str(review.by.uid) if review.by else "",
        "role": review.role,
        "reviewed_at": _instant(review.reviewed_at),
    }


def entry_of_rules(rules: HouseRules) -> Entry:
    """Return which text was published."""
    return {
        "house_rules": str(rules.uid),
        "program": str(rules.program.uid),
        "number": rules.number,
        "sha256": rules.sha256,
        "published_at": _instant(rules.published_at),
    }


def entry_of_rules_signature(signature: RulesSignature) -> Entry:
    """Return everything that is recorded of a sponsor's signature."""
    return {
        "house_rules": str(signature.rules.uid),
        **_signature(signature),
        "rules_sha256": signature.rules_sha256,
    }


def _version(version: Version) -> Entry:
    return {
        "version": str(version.uid),
        "number": version.number,
        "document_sha256": version.document_sha256,
    }


def _signature(signature: Signature | RulesSignature) -> Entry:
    return {
        "signature": str(signature.uid),
        "signer": str(signature.signer.uid),
        "typed_name": signature.typed_name,
        "consent": signature.consent,
        "consent_sha256": signature.consent_sha256,
        "proof": signature.proof,
        "proved_at": _instant(signature.proved_at),
        "signed_at": _instant(signature.signed_at),
    }


def _instant(at: datetime | None) -> str | None:
    """Return an instant to the microsecond, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None
