"""What this server says of a signed copy: whether it is ours, its key counts, it still holds."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.models import Version
from contracts.rules import VersionState
from ledger.models import LedgerEvent
from ledger.queries.keys import published_keys
from ledger.rules.heads import KeyRecord
from tools.verify_contract import Code, Facts, Report, fingerprint, verify

# No key at all is published before the first signature; then no copy is ours.
_NO_KEY = ("none",)


class Standing(StrEnum):
    """What the server adds to what the file proves by itself."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    ENDED = "ended"
    UNKNOWN_HERE = "unknown_here"
    LEDGER_DIFFERS = "ledger_differs"
    OTHER_TEXT_HERE = "other_text_here"
    KEY_REVOKED = "key_revoked"
    KEY_OUT_OF_RANGE = "key_out_of_range"
    NOT_ASKED = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer: the exit code, what the file proves, and what the server adds."""

    code: Code
    report: Report
    standing: Standing = Standing.NOT_ASKED
    why: str = ""

    @property
    def is_genuine(self) -> bool:
        """Sealed by a key of ours that counts, and not a byte has changed."""
        return self.code in {Code.GENUINE, Code.NOT_IN_FORCE}

    @property
    def reason(self) -> str:
        """The one word for why: the server's, or that of the file."""
        return str(self.standing or self.report.reason)


def verify_here(data: bytes) -> Answer:
    """Verify a file against the keys of this server, then ask its records; never raises."""
    keys = {key.fingerprint: key for key in published_keys()}
    report = verify(data, list(keys) or _NO_KEY)
    if report.code != Code.GENUINE or report.facts is None:
        return Answer(report.code, report)
    key = keys[fingerprint(report.public_key)]
    return _by_key(report, report.facts, key) or _by_records(report, report.facts)


def _by_key(report: Report, facts: Facts, key: KeyRecord) -> Answer | None:
    """Return the answer where the key does not count; None where it does."""
    if key.revoked_at is not None:
        return Answer(Code.CHANGED, report, Standing.KEY_REVOKED, key.revoked_why)
    if facts.head_seq and not key.covers(facts.head_seq):
        return Answer(Code.CHANGED, report, Standing.KEY_OUT_OF_RANGE)
    return None


def _by_records(report: Report, facts: Facts) -> Answer:
    version = Version.objects.filter(
        contract__uid=facts.agreement, number=facts.version, in_force_at__isnull=False
    ).first()
    if version is None:
        return Answer(Code.NOT_IN_FORCE, report, Standing.UNKNOWN_HERE)
    if version.document_sha256 != facts.document_sha256:
        return Answer(Code.CHANGED, report, Standing.OTHER_TEXT_HERE)
    if facts.event_seq and not _is_in_ledger(facts):
        return Answer(Code.NOT_IN_FORCE, report, Standing.LEDGER_DIFFERS)
    if version.state == VersionState.IN_FORCE:
        return Answer(Code.GENUINE, report, Standing.IN_FORCE)
    is_replaced = version.state == VersionState.SUPERSEDED
    standing = Standing.REPLACED if is_replaced else Standing.ENDED
    return Answer(Code.NOT_IN_FORCE, report, standing)


def _is_in_ledger(facts: Facts) -> bool:
    event = LedgerEvent.objects.filter(seq=facts.event_seq).only("hash").first()
    return event is not None and bytes(event.hash).hex() == facts.event_hash
