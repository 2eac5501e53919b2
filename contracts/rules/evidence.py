"""What goes with a signed document so that anyone can check it later, and the seal of a copy.

The format is that of `tools/verify_contract.py`, which reads it without anything of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from core.canonical import canonical_bytes
from tools.verify_contract import EVIDENCE_SCHEMA, SEAL_BYTES, seal_line, seal_message

# Longer chains are left out: nearly always a copy is made within a minute, with a handful.
CHAIN_AT_MOST: Final = 2000
COPIES_TASK: Final = "contracts.tasks.make_copies"
Record = Mapping[str, object]
__all__ = [
    "CHAIN_AT_MOST",
    "COPIES_TASK",
    "SEAL_BYTES",
    "Evidence",
    "LedgerProof",
    "RulesText",
    "evidence_bytes",
    "exact_utc",
    "seal_line",
    "seal_message",
]


@dataclass(frozen=True, slots=True)
class RulesText:
    """The house rules that were signed along, and the company's signature, if it gave one."""

    version: int
    sha256: str
    text: str
    signature: Record | None


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """The entry that it came into force, what stands in it, and the way to a signed head."""

    event: Record
    payload: object
    salt: bytes
    chain: Sequence[Record]
    head: Record | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything beside the document itself; `signatures` are the entries of the ledger."""

    issuer: str
    document_sha256: str
    house_rules: RulesText
    signatures: Sequence[Record]
    in_force_at: datetime
    ledger: LedgerProof | None
    made_at: datetime


def evidence_bytes(evidence: Evidence) -> bytes:
    """Return the canonical bytes; a text of several lines is a list, one line each."""
    rules = evidence.house_rules
    return canonical_bytes(
        {
            "schema": EVIDENCE_SCHEMA,
            "issuer": evidence.issuer,
            "made_at": exact_utc(evidence.made_at),
            "document_sha256": evidence.document_sha256,
            "house_rules": {
                "version": rules.version,
                "sha256": rules.sha256,
                "lines": rules.text.split("\n"),
                "signature": rules.signature,
            },
            "signatures": list(evidence.signatures),
            "in_force_at": exact_utc(evidence.in_force_at),
            "ledger": _ledger(evidence.ledger) if evidence.ledger else None,
        }
    )


def _ledger(proof: LedgerProof) -> dict[str, object]:
    return {
        "event": proof.event,
        "payload": proof.payload,
        "salt": proof.salt.hex(),
        "chain": list(proof.chain),
        "head": proof.head,
    }


def exact_utc(at: datetime) -> str:
    """Return an instant to the microsecond, in UTC, as entries of the ledger write it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
