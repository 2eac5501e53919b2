"""What happened to a contract goes into the ledger, as the last thing an act does.

Appending takes the last lock of a transaction, so nothing else may be locked after it.
"""

from datetime import datetime

from accounts.models import User
from contracts.models import Contract, HouseRules, Review, RulesSignature, Signature, Version
from contracts.queries import entries
from ledger.actions import append
from ledger.rules import Kind


def inscribe_opening(contract: Contract, by: User | None, now: datetime) -> None:
    """Write that the contract was opened."""
    entry = entries.entry_of_opening(contract)
    append(stream=contract.uid, kind=Kind.OPENED, actor_id=_id(by), payload=entry, now=now)


def inscribe_offer(version: Version, by: User, now: datetime) -> None:
    """Write which bytes were offered."""
    entry, stream = entries.entry_of_offer(version), version.contract.uid
    append(stream=stream, kind=Kind.OFFERED, actor_id=by.pk, payload=entry, now=now)


def inscribe_close(version: Version, by: User | None, now: datetime) -> None:
    """Write how a version came to its end; the kinds are called like its states."""
    entry, stream = entries.entry_of_close(version), version.contract.uid
    append(stream=stream, kind=Kind(version.state), actor_id=_id(by), payload=entry, now=now)


def inscribe_signature(signature: Signature, now: datetime) -> None:
    """Write a partner's signature."""
    append(
        stream=signature.version.contract.uid,
        kind=Kind.SIGNED,
        actor_id=signature.signer_id,
        payload=entries.entry_of_signature(signature),
        now=now,
    )


def inscribe_force(version: Version, now: datetime) -> None:
    """Write that a version came into force, with both signatures."""
    entry, stream = entries.entry_of_force(version), version.contract.uid
    append(stream=stream, kind=Kind.IN_FORCE, actor_id=None, payload=entry, now=now)


def inscribe_review(review: Review, by: User, now: datetime) -> None:
    """Write that a version was looked at again and stays."""
    entry, stream = entries.entry_of_review(review), review.version.contract.uid
    append(stream=stream, kind=Kind.REVIEWED, actor_id=by.pk, payload=entry, now=now)


def inscribe_rules(rules: HouseRules, by: User | None, now: datetime) -> None:
    """Write which house rules a program published; the stream is the program's."""
    entry, stream = entries.entry_of_rules(rules), rules.program.uid
    append(stream=stream, kind=Kind.RULES_PUBLISHED, actor_id=_id(by), payload=entry, now=now)


def inscribe_rules_signature(signature: RulesSignature, now: datetime) -> None:
    """Write the sponsor's signature."""
    append(
        stream=signature.rules.program.uid,
        kind=Kind.RULES_SIGNED,
        actor_id=signature.signer_id,
        payload=entries.entry_of_rules_signature(signature),
        now=now,
    )


def _id(by: User | None) -> int | None:
    return by.pk if by else None
