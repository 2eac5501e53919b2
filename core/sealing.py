"""Facts that must not be read where they wait: encrypted under a key of their own purpose."""

import base64
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(facts: dict[str, Any], purpose: str) -> bytes:
    """Encrypt facts; they must be plain JSON values."""
    return _cipher(_secrets(), purpose).encrypt(json.dumps(facts).encode())


def unseal(sealed: bytes, purpose: str) -> dict[str, Any]:
    """Decrypt facts; raises `InvalidToken` for another purpose or a key without a fallback."""
    facts: dict[str, Any] = json.loads(_cipher(_secrets(), purpose).decrypt(sealed))
    return facts


def _secrets() -> tuple[str, ...]:
    return tuple(str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _cipher(secrets: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"viceversa.{purpose}".encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
