"""Facts of secret messages (codes, reset links) are encrypted until they leave."""

import base64
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(facts: dict[str, Any]) -> bytes:
    """Encrypt facts; they must be plain JSON values."""
    return _cipher(_secrets()).encrypt(json.dumps(facts).encode())


def unseal(sealed: bytes) -> dict[str, Any]:
    """Decrypt facts; raises `InvalidToken` when the secret key was changed without a fallback."""
    facts: dict[str, Any] = json.loads(_cipher(_secrets()).decrypt(sealed))
    return facts


def _secrets() -> tuple[str, ...]:
    return tuple(str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _cipher(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"viceversa.outbox.facts")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
