"""What can be wrong with a ledger, named."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Findings that a report keeps; it counts them all.
AT_MOST: Final = 200


class Damage(StrEnum):
    """The kinds of damage; the text is what a command prints and a test asks for."""

    GAP = "gap"
    HASH = "hash"
    PREVIOUS = "previous"
    COMMITMENT = "commitment"
    PAYLOAD = "payload missing"
    PSEUDONYM = "pseudonym"
    TIP = "tip"
    TAIL = "tail cut off"
    HEAD = "head not on this chain"
    HEAD_SIGNATURE = "head signature"
    KEY_UNKNOWN = "key unknown"
    KEY_RANGE = "key out of its range"
    KEY_REVOKED = "key revoked"
    KEY_TABLE = "keys differ from the chain"
    UNREADABLE = "unreadable"
    ELSEWHERE = "differs from the ledger"


@dataclass(frozen=True, slots=True)
class Finding:
    """One damage: at which event, and in words where exactly."""

    damage: Damage
    seq: int | None
    detail: str

    def __str__(self) -> str:
        return f"{'-' if self.seq is None else self.seq}: {self.damage}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification saw: up to which event, how many, and what is wrong or worth knowing."""

    entries: int
    seq: int
    hash: bytes
    findings: Sequence[Finding]
    found: int
    notes: Sequence[str] = ()

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return self.found == 0
