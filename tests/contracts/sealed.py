"""Signed copies without a database: the whole format, with as little paper as possible."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from fpdf import FPDF

from contracts.actions.copies import seal
from core.canonical import canonical_bytes
from core.paper import attach
from ledger.keys import SigningKey
from ledger.rules import GENESIS, Entry, Kind, commitment, event_hash, head_message, microseconds
from tools.verify_contract import (
    AGREEMENT_FILE,
    AGREEMENT_SCHEMA,
    EVIDENCE_FILE,
    EVIDENCE_SCHEMA,
    record_hash,
)

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STREAM = UUID(int=7)
RULES = "# House rules\n\nWhat is said stays between the two.\n\n- Respect\n- No pay talk"
CONSENT = "I have read this agreement and the house rules. I agree to both and sign them."
Json = dict[str, Any]


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def agreement(**changed: Any) -> Json:
    """Return what two people could have signed."""
    return {
        "schema": AGREEMENT_SCHEMA,
        "agreement": str(STREAM),
        "version": 1,
        "language": "en",
        "program": {"id": str(UUID(int=2)), "name": "Autumn 2026"},
        "parties": {
            "mentor": {"id": str(UUID(int=3)), "name": "Priya Nair"},
            "mentee": {"id": str(UUID(int=4)), "name": "Tom Hughes"},
        },
        "house_rules": {"version": 1, "sha256": digest(RULES.encode())},
        "goals": {"mentee": [], "mentor": []},
        **changed,
    }


def evidence(document: bytes, key: SigningKey, *, chain: int = 2, **changed: Any) -> Json:
    """Return what proves a document, changed as asked before the ledger is told."""
    said = json.loads(document)
    signatures = [_signature(said, role, digest(document)) for role in ("mentee", "mentor")]
    found: Json = {
        "schema": EVIDENCE_SCHEMA,
        "issuer": "https://mentoring.example",
        "made_at": AT.isoformat(),
        "document_sha256": digest(document),
        "house_rules": {
            "version": said["house_rules"]["version"],
            "sha256": said["house_rules"]["sha256"],
            "lines": RULES.split("\n"),
            "signature": None,
        },
        "signatures": signatures,
        "in_force_at": AT.isoformat(),
        **changed,
    }
    return {"ledger": _ledger(said["version"], found, key, chain), **found}


def _signature(said: Json, role: str, document_sha256: str) -> Json:
    return {
        "version": str(UUID(int=9)),
        "role": role,
        "signature": str(UUID(int=10)),
        "signer": said["parties"][role]["id"],
        "typed_name": said["parties"][role]["name"],
        "consent": CONSENT,
        "consent_sha256": digest(CONSENT.encode()),
        "proof": "password",
        "proved_at": AT.isoformat(),
        "signed_at": AT.isoformat(),
        "document_sha256": document_sha256,
    }


def _ledger(number: int, found: Json, key: SigningKey, chain: int) -> Json:
    payload = {
        "version": found["signatures"][0]["version"],
        "number": number,
        "document_sha256": found["document_sha256"],
        "in_force_at": found["in_force_at"],
        "signatures": {each["role"]: record_hash(each) for each in found["signatures"]},
    }
    salt = bytes(range(32))
    told = commitment(salt, canonical_bytes(payload))
    event, tip = _event(5, Kind.IN_FORCE, told, GENESIS)
    later = []
    for seq in range(6, 6 + chain):
        record, tip = _event(seq, Kind.OPENED, bytes(32), tip)
        later.append(record)
    return {
        "event": {**event, "previous": GENESIS.hex(), "hash": _event_hash(event, GENESIS).hex()},
        "payload": payload,
        "salt": salt.hex(),
        "chain": later,
        "head": {
            "seq": 5 + chain,
            "hash": tip.hex(),
            "signed_at": AT.isoformat(),
            "fingerprint": key.fingerprint,
            "signature": key.sign(head_message(5 + chain, tip, AT)).hex(),
        },
    }


def _event(seq: int, kind: Kind, told: bytes, previous: bytes) -> tuple[Json, bytes]:
    actor = str(UUID(int=99)) if kind == Kind.OPENED else None
    record = {
        "seq": seq,
        "stream": str(STREAM),
        "kind": str(kind),
        "actor": actor,
        "at": microseconds(AT),
        "commitment": told.hex(),
    }
    return record, _event_hash(record, previous)


def _event_hash(record: Json, previous: bytes) -> bytes:
    """Return the hash by the server's own formula, not by the verifier's."""
    return event_hash(
        Entry(
            seq=record["seq"],
            stream=UUID(record["stream"]).bytes,
            kind=record["kind"],
            actor=UUID(record["actor"]).bytes if record["actor"] else b"",
            at=record["at"],
            commitment=bytes.fromhex(record["commitment"]),
            previous=previous,
        )
    )


def changed(value: Json, path: Sequence[str | int], to: object) -> Json:
    """Return a deep copy with one value changed."""
    copy: Any = deepcopy(value)
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return dict(copy)


def pdf_of(files: Mapping[str, bytes]) -> bytes:
    """Return a PDF of one empty page with these attachments."""
    pdf = FPDF()
    pdf.set_creation_date(AT)
    pdf.add_page()
    for name, content in files.items():
        attach(pdf, name, content, AT)
    return bytes(pdf.output())


def file_of(document: bytes, proof: bytes | Json, key: SigningKey) -> bytes:
    """Return a sealed file with these two attachments."""
    packed = proof if isinstance(proof, bytes) else canonical_bytes(proof)
    return seal(pdf_of({AGREEMENT_FILE: document, EVIDENCE_FILE: packed}), key)


def genuine(key: SigningKey, says: Json | None = None, **options: Any) -> bytes:
    """Return a file as the worker makes it."""
    document = canonical_bytes(says or agreement())
    return file_of(document, evidence(document, key, **options), key)
