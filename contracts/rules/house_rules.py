"""House rules as text: how versions are told apart, and the text to start from."""

from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import Final

from core.prose import keep

LENGTH: Final = 20_000


@lru_cache(maxsize=1)
def default_house_rules() -> str:
    """Return the text that a new program starts with; it covers everything that rules must say."""
    text = resources.files("contracts").joinpath("texts/house_rules.md").read_text("utf-8")
    return keep(text)


def mark(text: str) -> str:
    """Return the SHA-256 of a kept text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
