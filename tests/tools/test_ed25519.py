"""Our reading of RFC 8032 against its own examples, and against another implementation."""

import secrets

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tools.verify_contract import ORDER, P, ed25519_verifies

# RFC 8032, section 7.1: public key, message, signature.
EXAMPLES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
            "454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
            "3dca179c138ac17ad9bef1177331a704"
        ),
    ),
]


@pytest.mark.parametrize(("public_key", "message", "signature"), EXAMPLES)
def test_the_examples_of_the_standard(public_key: str, message: str, signature: str) -> None:
    key, text, signed = (bytes.fromhex(part) for part in (public_key, message, signature))
    assert ed25519_verifies(key, signed, text)
    assert not ed25519_verifies(key, signed, text + b"\0")


def _made(message: bytes) -> tuple[bytes, bytes]:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return public, private.sign(message)


def _other_says(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@given(st.binary(max_size=200))
def test_what_another_implementation_signed_holds(message: bytes) -> None:
    public, signature = _made(message)
    assert ed25519_verifies(public, signature, message)


@given(st.integers(min_value=0, max_value=(32 + 64 + 16) * 8 - 1))
def test_both_refuse_every_flipped_bit(bit: int) -> None:
    message = b"sixteen bytes ok"
    whole = bytearray(b"".join(_made(message)) + message)
    whole[bit // 8] ^= 1 << bit % 8
    public, signature, text = bytes(whole[:32]), bytes(whole[32:96]), bytes(whole[96:])
    assert not ed25519_verifies(public, signature, text)
    assert not _other_says(public, signature, text)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_random_bytes_are_no_signature(public: bytes, signature: bytes) -> None:
    assert not ed25519_verifies(public, signature, b"text")


@pytest.mark.parametrize("times", [1, 2, 7])
def test_a_scalar_that_is_not_reduced_is_refused(times: int) -> None:
    public, signature = _made(b"text")
    scalar = int.from_bytes(signature[32:], "little") + times * ORDER
    again = signature[:32] + scalar.to_bytes(32, "little")
    assert not ed25519_verifies(public, again, b"text")
    assert not _other_says(public, again, b"text")


def _number(value: int, sign: int = 0) -> bytes:
    return (value | sign << 255).to_bytes(32, "little")


@pytest.mark.parametrize(
    "public",
    [
        _number(P),  # zero, written as the prime
        _number(P + 1),  # one, written beyond the prime
        _number(2**255 - 1),
        _number(1, sign=1),  # x is zero and has no sign
        _number(2),  # no point of the curve
        _number(1),  # the neutral element
        _number(P - 1),  # order two
        _number(0),  # order four
    ],
)
def test_keys_that_are_no_keys_are_refused(public: bytes) -> None:
    neutral = _number(1)
    assert not ed25519_verifies(public, neutral + bytes(32), b"any text at all")


def test_a_point_of_the_signature_has_one_spelling() -> None:
    public, _ = _made(b"")
    for point in (_number(P + 1), _number(1, sign=1), _number(2**255 - 1)):
        assert not ed25519_verifies(public, point + bytes(32), b"text")


@pytest.mark.parametrize(
    ("key_bytes", "signature_bytes"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)]
)
def test_lengths_are_exact(key_bytes: int, signature_bytes: int) -> None:
    key, signature = secrets.token_bytes(key_bytes), secrets.token_bytes(signature_bytes)
    assert not ed25519_verifies(key, signature, b"text")
