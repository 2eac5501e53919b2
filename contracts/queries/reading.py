"""A document as a page shows it: every value comes from the stored bytes, none from the tables."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from accounts.models import User
from contracts.models import HouseRules, Signature, Version
from contracts.queries.house_rules import latest_house_rules
from contracts.queries.parts import agreement_of, draft_fingerprint
from contracts.queries.wording import rhythm_sentence
from contracts.rules.document import (
    Agreement,
    Offer,
    document_of,
    leaves,
    read_document,
    sha256_of,
)
from contracts.rules.parts import OwnPart
from core.canonical import read_canonical
from programs.rules import Role


@dataclass(frozen=True, slots=True)
class Side:
    """What one side wrote."""

    role: Role
    name: str
    goals: OwnPart


@dataclass(frozen=True, slots=True)
class SignedText:
    """A whole document: `says` as values, others as words; `leaves` is each value as it stands."""

    says: Agreement
    sides: tuple[Side, ...]
    rhythm: str
    offered_by: str
    sha256: str
    leaves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """One side's place for a signature, signed or not."""

    role: Role
    name: str
    signature: Signature | None


def signed_text(document: bytes) -> SignedText:
    """Read a document; raises `core.canonical.NotCanonical` for bytes that are none."""
    says = read_document(document)
    names = {role: party.name for role, party in says.parties.items()}
    with override(says.language):
        rhythm = rhythm_sentence(says.terms, names[says.terms.organizer])
    return SignedText(
        says=says,
        # The mentee's goal is what the conversations are for, so it comes first.
        sides=tuple(Side(r, names[r], says.parts[r]) for r in (Role.MENTEE, Role.MENTOR)),
        rhythm=rhythm,
        offered_by=names[says.offer.by] if says.offer else "",
        sha256=sha256_of(document),
        leaves=tuple(leaves(read_canonical(document))),
    )


def text_of(version: Version) -> SignedText | None:
    """Return the text that a version froze; None while it is a draft."""
    return signed_text(bytes(version.document)) if version.document else None


def signatures_of(version: Version) -> list[Signed]:
    """Return both sides in the order of the page, with their signatures."""
    found = {signature.role: signature for signature in version.signatures.all()}
    pair = version.contract.pairing
    return [
        Signed(role, pair.person_in(role).display_name, found.get(role))
        for role in (Role.MENTEE, Role.MENTOR)
    ]


def has_signed(user: User, version: Version) -> bool:
    """Say whether this person's signature is there."""
    return any(signature.signer_id == user.pk for signature in version.signatures.all())


@dataclass(frozen=True, slots=True)
class Preview:
    """The text that a draft would become now, and the mark that tells this state apart."""

    text: SignedText
    fingerprint: str
    house_rules: HouseRules


def preview(version: Version, role: Role, now: datetime) -> Preview:
    """Return what this side would offer now; the house rules are those of today."""
    rules = latest_house_rules(version.contract.pairing.program) or version.house_rules
    agreement = agreement_of(version, rules, Offer(role, now))
    text = signed_text(document_of(agreement))
    return Preview(text, draft_fingerprint(agreement), rules)
