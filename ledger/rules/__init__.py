"""What an entry of the ledger is, and when a chain of them is whole: standard library alone."""

from ledger.rules.chain import (
    GENESIS,
    Entry,
    commitment,
    event_hash,
    frame,
    head_message,
    microseconds,
    pseudonym,
    succession_message,
)
from ledger.rules.kinds import LEDGER_STREAM, Kind

__all__ = [
    "GENESIS",
    "LEDGER_STREAM",
    "Entry",
    "Kind",
    "commitment",
    "event_hash",
    "frame",
    "head_message",
    "microseconds",
    "pseudonym",
    "succession_message",
]
