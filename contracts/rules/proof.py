"""What the record of a sign-in proves about who sits there.

allauth's own `did_recently_reauthenticate` says yes to people who have nothing to prove themselves
with, so the session's records are read here: a password, an authenticator app or a passkey, used at
most twelve hours ago. Mailed sign-in codes, resets, recovery codes and company sign-on without a
time prove nothing that a signature could claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from contracts.rules.life import KNOWN_PROOF_LASTS, Proof

_BY_SECOND_FACTOR: Final = {"webauthn": Proof.PASSKEY, "totp": Proof.TOTP}
_STRONGEST_FIRST: Final = (Proof.PASSKEY, Proof.TOTP, Proof.PASSWORD)
# Servers' clocks differ a little; a record from further ahead is not believed.
_CLOCKS_DIFFER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How and when a signer proved who they are."""

    proof: Proof
    at: datetime


def known_proof(records: Iterable[Mapping[str, object]], now: datetime) -> Evidence | None:
    """Return the strongest proof of a session that still counts, the latest of its kind."""
    found = (evidence for record in records if (evidence := _evidence(record)))
    return max((evidence for evidence in found if counts(evidence, now)), key=_weight, default=None)


def counts(evidence: Evidence, now: datetime) -> bool:
    """Say whether a proof is fresh enough to sign with."""
    return now - KNOWN_PROOF_LASTS <= evidence.at <= now + _CLOCKS_DIFFER


def _weight(evidence: Evidence) -> tuple[int, datetime]:
    return (-_STRONGEST_FIRST.index(evidence.proof), evidence.at)


def _evidence(record: Mapping[str, object]) -> Evidence | None:
    proof, at = _proof(record), record.get("at")
    if proof is None or isinstance(at, bool) or not isinstance(at, int | float):
        return None
    try:
        return Evidence(proof, datetime.fromtimestamp(at, UTC))
    except (OverflowError, ValueError, OSError):
        return None


def _proof(record: Mapping[str, object]) -> Proof | None:
    method = record.get("method")
    if method == "mfa":
        return _BY_SECOND_FACTOR.get(str(record.get("type")))
    return Proof.PASSWORD if method == "password" else None
