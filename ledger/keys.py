"""The key that signs heads and copies: a file for one process alone, never in the database."""

import os
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

MODE: Final = 0o600
PUBLIC_KEY_BYTES: Final = 32
_LARGEST: Final = 4096


class KeyMissing(Exception):
    """There is no key that may be used; the message says where it should be and what to do."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key. `fingerprint`: SHA-256 of the 32 bytes of the public key, in hexadecimal."""

    public_key: bytes
    fingerprint: str
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes; the same for the same message."""
        return self._private.sign(message)


def fingerprint_of(public_key: bytes) -> str:
    """Return the name under which a public key is published."""
    return sha256(public_key).hexdigest()


def verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this key's over these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signing_key() -> SigningKey:
    """Return the key of this process; raises `KeyMissing`."""
    return read_key(Path(settings.SIGNING_KEY_FILE))


def read_key(path: Path) -> SigningKey:
    """Return the key in a file; raises `KeyMissing` for one that others may read as well."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            pem = file.read(_LARGEST)
    except OSError as error:
        message = (
            f"No signing key can be read at {path}."
            " Make one where the worker runs: manage.py signing_key --make"
        )
        raise KeyMissing(message) from error
    if mode & 0o077:
        message = f"The signing key {path} may be read by others (mode {mode:o}): chmod 600 it."
        raise KeyMissing(message)
    return _parsed(pem, path)


def make_key(path: Path) -> SigningKey:
    """Write a new key where there is none yet; raises `FileExistsError`."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return _of(private)


def _parsed(pem: bytes, path: Path) -> SigningKey:
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        message = f"{path} holds no private key in PEM form without a password."
        raise KeyMissing(message) from error
    if not isinstance(private, Ed25519PrivateKey):
        message = f"{path} holds a key of another kind than Ed25519."
        raise KeyMissing(message)
    return _of(private)


def _of(private: Ed25519PrivateKey) -> SigningKey:
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return SigningKey(public, fingerprint_of(public), private)
