"""What exactly is signed: the facts of an agreement, and their one form as bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from contracts.rules.parts import (
    OwnPart,
    SharedTerms,
    goals_as_json,
    goals_from_json,
    instant_of,
    terms_as_json,
    terms_from_json,
    utc_text,
)
from core.canonical import JsonValue, NotCanonical, canonical_bytes, read_canonical
from programs.rules import Role

SCHEMA: Final = "viceversa.agreement/1"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something by its public id and its name at the time."""

    uid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class HouseRulesMark:
    """Which house rules belong to the agreement; their text is known by its hash."""

    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Who offered the text to be signed, and when."""

    by: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that goes into the document of a version."""

    agreement: UUID
    version: int
    language: str
    program: Named
    parties: Mapping[Role, Named]
    house_rules: HouseRulesMark
    parts: Mapping[Role, OwnPart]
    terms: SharedTerms
    starts_on: date
    ends_on: date
    offer: Offer | None


def document_of(agreement: Agreement) -> bytes:
    """Return the canonical bytes; raises `core.canonical.NotCanonical` for text it cannot hold."""
    return canonical_bytes(_as_json(agreement))


def read_document(document: bytes) -> Agreement:
    """Return what a document says, read from its bytes alone; raises `NotCanonical`."""
    said: Any = read_canonical(document)
    try:
        return _from_json(said)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        message = "These bytes are not an agreement."
        raise NotCanonical(message) from error


def _from_json(said: dict[str, Any]) -> Agreement:
    return Agreement(
        agreement=UUID(said["agreement"]),
        version=said["version"],
        language=said["language"],
        program=_read_named(said["program"]),
        parties={role: _read_named(said["parties"][role]) for role in Role},
        house_rules=HouseRulesMark(**said["house_rules"]),
        parts={role: goals_from_json(said["goals"][role]) for role in Role},
        terms=terms_from_json(said),
        starts_on=date.fromisoformat(said["starts_on"]),
        ends_on=date.fromisoformat(said["ends_on"]),
        offer=Offer(Role(said["offered_by"]), instant_of(said["offered_at"])),
    )


def _read_named(said: dict[str, str]) -> Named:
    return Named(UUID(said["id"]), said["name"])


def says_the_same(new: Agreement, old: Agreement) -> bool:
    """Say whether two versions differ in nothing but number and offer.

    First dates that were left out say nothing: planned meetings stay.
    """
    dates = new.terms.first_dates
    before = replace(old, terms=replace(old.terms, first_dates=dates))
    is_same = replace(new, version=old.version, offer=old.offer) == before
    return is_same and dates in ((), old.terms.first_dates)


def sha256_of(document: bytes) -> str:
    """Return the fingerprint of a document, in hexadecimal."""
    return sha256(document).hexdigest()


def _as_json(agreement: Agreement) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "agreement": str(agreement.agreement),
        "version": agreement.version,
        "language": agreement.language,
        "program": _named(agreement.program),
        "parties": {str(role): _named(who) for role, who in agreement.parties.items()},
        "house_rules": {
            "version": agreement.house_rules.version,
            "sha256": agreement.house_rules.sha256,
        },
        "goals": {str(role): goals_as_json(part) for role, part in agreement.parts.items()},
        **terms_as_json(agreement.terms),
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        **_offer(agreement.offer),
    }


def _offer(offer: Offer | None) -> dict[str, str | None]:
    if offer is None:
        return {"offered_by": None, "offered_at": None}
    return {"offered_by": str(offer.by), "offered_at": utc_text(offer.at)}


def _named(who: Named) -> dict[str, str]:
    return {"id": str(who.uid), "name": who.name}


def leaves(value: JsonValue, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every value of a document with its path, such as ("goals.mentee[1].goal", "…")."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from leaves(item, f"{path}[{number}]")
    else:
        yield path, "" if value is None else str(value)
