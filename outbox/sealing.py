"""Facts of secret messages (codes, reset links) are encrypted until they leave."""

from typing import Any

from core import sealing

_PURPOSE = "outbox.facts"


def seal(facts: dict[str, Any]) -> bytes:
    """Encrypt facts; they must be plain JSON values."""
    return sealing.seal(facts, _PURPOSE)


def unseal(sealed: bytes) -> dict[str, Any]:
    """Decrypt facts; raises `InvalidToken` when the secret key was changed without a fallback."""
    return sealing.unseal(sealed, _PURPOSE)
