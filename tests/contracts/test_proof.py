"""What a session's record of signing in proves, by kind and age."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.rules import Proof
from contracts.rules.proof import Evidence, known_proof

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def _at(hours: float) -> float:
    return (NOW - timedelta(hours=hours)).timestamp()


@pytest.mark.parametrize(
    ("record", "proof"),
    [
        ({"method": "password", "email": "a@example.com"}, Proof.PASSWORD),
        ({"method": "password", "reauthenticated": True}, Proof.PASSWORD),
        ({"method": "mfa", "type": "totp", "id": 1}, Proof.TOTP),
        ({"method": "mfa", "type": "webauthn", "id": 1}, Proof.PASSKEY),
        ({"method": "mfa", "type": "webauthn", "passwordless": True}, Proof.PASSKEY),
        ({"method": "mfa", "type": "recovery_codes", "id": 1}, None),
        ({"method": "mfa"}, None),
        ({"method": "code", "email": "a@example.com"}, None),
        ({"method": "password_reset", "email": "a@example.com"}, None),
        ({"method": "socialaccount", "provider": "oidc", "uid": "1"}, None),
        ({"method": "something new"}, None),
        ({}, None),
    ],
)
def test_each_way_of_signing_in_proves_what_it_proves(
    record: dict[str, object], proof: Proof | None
) -> None:
    found = known_proof([record | {"at": _at(1)}], NOW)
    assert found == (Evidence(proof, NOW - timedelta(hours=1)) if proof else None)


@pytest.mark.parametrize(
    ("hours", "counts"),
    [(0, True), (11.99, True), (12, True), (12.01, False), (24 * 400, False), (-1, False)],
)
def test_a_proof_counts_for_twelve_hours(hours: float, counts: bool) -> None:  # noqa: FBT001 -- a column of the table
    record = {"method": "password", "at": _at(hours)}
    assert (known_proof([record], NOW) is not None) is counts


@pytest.mark.parametrize("at", [None, "yesterday", True, float("nan"), float("inf"), 1e300, -1e300])
def test_a_record_without_a_time_proves_nothing(at: object) -> None:
    assert known_proof([{"method": "password", "at": at}], NOW) is None


def test_the_strongest_proof_that_still_counts_is_taken() -> None:
    records = [
        {"method": "mfa", "type": "webauthn", "at": _at(13)},
        {"method": "password", "at": _at(2)},
        {"method": "mfa", "type": "totp", "at": _at(2)},
        {"method": "password", "at": _at(1)},
    ]
    assert known_proof(records, NOW) == Evidence(Proof.TOTP, NOW - timedelta(hours=2))


def test_of_two_like_proofs_the_later_is_taken() -> None:
    records = [{"method": "password", "at": _at(1)}, {"method": "password", "at": _at(5)}]
    assert known_proof(records, NOW) == Evidence(Proof.PASSWORD, NOW - timedelta(hours=1))


def test_no_record_is_no_proof() -> None:
    assert known_proof([], NOW) is None
