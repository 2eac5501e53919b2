"""The keys of a ledger, told from its chain alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from ledger.rules.chain import succession_message
from ledger.rules.damage import Damage, Finding
from ledger.rules.heads import KeyRecord

Verifies = Callable[[bytes, bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A `key_changed` event."""

    seq: int
    at: datetime
    payload: Mapping[str, object]


@dataclass(slots=True)
class Keychain:
    """Every key by its fingerprint, and what is wrong with how they followed one another.

    `verifies` is Ed25519: whether a public key's signature over a message is good.
    """

    verifies: Verifies
    keys: dict[str, KeyRecord] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def fold(self, changes: Iterable[KeyChange]) -> None:
        """Take in changes in the order of the chain."""
        for change in changes:
            try:
                self._take(change)
            except (KeyError, ValueError, TypeError):
                self._complain(change.seq, "a change of keys that no ledger here wrote")

    def differences(self, table: Iterable[KeyRecord]) -> Iterator[Finding]:
        """Yield where the table of keys says something else than the chain."""
        rows = {row.fingerprint: row for row in table}
        for fingerprint in sorted(rows.keys() | self.keys.keys()):
            row, known = rows.get(fingerprint), self.keys.get(fingerprint)
            if row != known:
                seq = known.from_seq if known else None
                yield Finding(Damage.KEY_TABLE, seq, f"key {fingerprint[:16]}")

    def _take(self, change: KeyChange) -> None:
        payload = change.payload
        if "revoked" in payload:
            self._revoke(change)
            return
        public_key = bytes.fromhex(str(payload["key"]))
        new = KeyRecord(public_key, sha256(public_key).hexdigest(), from_seq=change.seq)
        signing = next((key for key in self.keys.values() if key.until_seq is None), None)
        if signing is not None:
            self._close(signing, new, change)
        if new.fingerprint in self.keys:
            self._complain(change.seq, f"key {new.fingerprint[:16]} begins twice")
        self.keys[new.fingerprint] = new

    def _close(self, old: KeyRecord, new: KeyRecord, change: KeyChange) -> None:
        word = bytes.fromhex(str(change.payload.get("word", "")))
        message = succession_message(old.public_key, new.public_key)
        if not self.verifies(old.public_key, word, message):
            self._complain(change.seq, "a new key without the word of the one before")
        self.keys[old.fingerprint] = replace(old, until_seq=change.seq - 1)

    def _revoke(self, change: KeyChange) -> None:
        old = self.keys[str(change.payload["revoked"])]
        self.keys[old.fingerprint] = replace(
            old,
            until_seq=change.seq - 1 if old.until_seq is None else old.until_seq,
            revoked_at=change.at,
            revoked_why=str(change.payload["why"]),
        )

    def _complain(self, seq: int, detail: str) -> None:
        self.findings.append(Finding(Damage.KEY_TABLE, seq, detail))
