"""Reads of the ledger: keys, heads, and whether all of it is whole."""

from ledger.queries.heads import newest_head, read_head
from ledger.queries.keys import published_keys
from ledger.queries.verifying import newest_checkpoint, verify

__all__ = ["newest_checkpoint", "newest_head", "published_keys", "read_head", "verify"]
