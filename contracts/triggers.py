"""What was offered, signed or published is frozen in the database too (`core.frozen`)."""

from collections.abc import Sequence
from typing import Final

from core.frozen import Frozen

_AGREED: Final = (
    "id",
    "uid",
    "document",
    "document_sha256",
    "contract_id",
    "number",
    "kind",
    "house_rules_id",
    "language",
    "cadence",
    "minutes",
    "channel",
    "place",
    "organizer",
    "agenda_habit",
    "notice",
    "first_dates",
    "ends_on",
    "review_on",
    "offered_at",
)
# Once a contract is erased (`contracts.actions.erasing`), its words go from the tables as well.
_TEXT_ERASED: Final = """
    NEW.document IS NULL AND NEW.id = OLD.id AND NEW.uid = OLD.uid
    AND NEW.contract_id = OLD.contract_id AND NEW.number = OLD.number
    AND NEW.document_sha256 = OLD.document_sha256 AND NEW.offered_at = OLD.offered_at AND EXISTS (
        SELECT 1 FROM contracts_contract AS own JOIN ledger_ledgerevent AS event
        ON event.stream = own.uid AND event.kind = 'erased' WHERE own.id = OLD.contract_id)
"""
_NAME_ERASED: Final = """
    NEW.typed_name = '' AND NEW.id = OLD.id AND NEW.uid = OLD.uid
    AND NEW.version_id = OLD.version_id AND NEW.signer_id = OLD.signer_id AND NEW.role = OLD.role
    AND NEW.consent_sha256 = OLD.consent_sha256 AND NEW.proof = OLD.proof
    AND NEW.document_sha256 = OLD.document_sha256 AND NEW.signed_at = OLD.signed_at AND EXISTS (
        SELECT 1 FROM contracts_version AS own JOIN contracts_contract AS whole
        ON whole.id = own.contract_id JOIN ledger_ledgerevent AS event
        ON event.stream = whole.uid AND event.kind = 'erased' WHERE own.id = OLD.version_id)
"""
FROZEN: Final[Sequence[Frozen]] = (
    Frozen("contracts_version", _AGREED, once="offered_at", unless=_TEXT_ERASED),
    Frozen("contracts_signature", unless=_NAME_ERASED),
    Frozen("contracts_rulessignature"),
    Frozen(
        "contracts_houserules",
        ("id", "uid", "program_id", "number", "text", "sha256", "published_at"),
    ),
)
