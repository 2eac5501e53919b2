"""Whether the columns of a version still say what its signed bytes say."""

from collections.abc import Iterator

from contracts.models import HouseRules, Version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import VersionState
from contracts.rules.document import Agreement, read_document, sha256_of
from contracts.rules.house_rules import mark
from contracts.rules.parts import utc_text
from core.canonical import NotCanonical
from pairings.models import Pairing
from programs.rules import Role

# A version that was closed in one of these states has an entry that says so.
CLOSED = frozenset(
    {
        VersionState.SENT_BACK,
        VersionState.WITHDRAWN,
        VersionState.EXPIRED,
        VersionState.SUPERSEDED,
        VersionState.ENDED,
    }
)
_WITHOUT_ENTRY = (VersionState.DROPPED,)


def wrong_in(version: Version, pair: Pairing, *, is_erased: bool) -> Iterator[str]:
    """Yield what is wrong with a version; an erased one may have no text."""
    if version.state != _state_of(version):
        yield f"its state is “{version.state}”"
    if is_erased:
        if version.document is not None:
            yield "its text came back after it was erased"
    elif version.document is None:
        if version.offered_at is not None:
            yield "its document is missing"
    else:
        yield from _wrong_in_document(version, bytes(version.document), pair)


def _state_of(version: Version) -> str:
    """Return the state that the other columns speak for."""
    if version.closed_at is not None:
        return version.state if version.state in {*CLOSED, *_WITHOUT_ENTRY} else "closed"
    if version.in_force_at is not None:
        return VersionState.IN_FORCE
    return VersionState.OFFERED if version.offered_at is not None else VersionState.DRAFT


def _wrong_in_document(version: Version, document: bytes, pair: Pairing) -> Iterator[str]:
    if sha256_of(document) != version.document_sha256:
        yield "its document has another fingerprint"
    try:
        says = read_document(document)
    except NotCanonical:
        yield "its document cannot be read"
        return
    for name in _unlike(version, says, pair):
        yield f"{name} not as its document says"


def _unlike(version: Version, says: Agreement, pair: Pairing) -> Iterator[str]:
    """Yield the names of columns that are not as the signed bytes say."""
    people = {role: pair.person_in(role) for role in Role}
    by = next((role for role, who in people.items() if who.pk == version.offered_by_id), None)
    offered_at = utc_text(version.offered_at) if version.offered_at else ""
    compared = {
        "number": (says.version, version.number),
        "agreement": (says.agreement, version.contract.uid),
        "language": (says.language, version.language),
        "rhythm": (says.terms, shared_terms(version)),
        "goals": (dict(says.parts), own_parts(version)),
        "end": (says.ends_on, version.ends_on),
        "house rules": (
            (says.house_rules.version, says.house_rules.sha256),
            (version.house_rules.number, version.house_rules.sha256),
        ),
        "parties": (
            {role: who.uid for role, who in says.parties.items()},
            {role: who.uid for role, who in people.items()},
        ),
        "offer": (
            (says.offer.by, utc_text(says.offer.at)) if says.offer else None,
            (by, offered_at),
        ),
    }
    return (name for name, (signed, stands) in compared.items() if signed != stands)


def wrong_in_rules(rules: HouseRules) -> Iterator[str]:
    """Yield what is wrong with house rules."""
    if mark(rules.text) != rules.sha256:
        yield "its text has another fingerprint"
