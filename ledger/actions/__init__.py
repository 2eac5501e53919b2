"""What is written into the ledger, each act in the transaction of its caller or its own."""

from ledger.actions.appending import append
from ledger.actions.checkpoints import save_checkpoint
from ledger.actions.erasing import erase
from ledger.actions.heads import publish_head, sign_head
from ledger.actions.key_changes import KeyClosed, revoke_key, rotate_key
from ledger.actions.recovering import NothingLost, recover

__all__ = [
    "KeyClosed",
    "NothingLost",
    "append",
    "erase",
    "publish_head",
    "recover",
    "revoke_key",
    "rotate_key",
    "save_checkpoint",
    "sign_head",
]
