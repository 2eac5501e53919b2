"""A page as a person reads it: its text without markup."""

import html
import re
from typing import Protocol


class Page(Protocol):
    """An answer of the test client."""

    @property
    def content(self) -> bytes: ...


def text_of(response: Page) -> str:
    """Return the words of a page, with single spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())
