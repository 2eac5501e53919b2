"""Texts that HR writes: Markdown without HTML, shown as clean HTML."""

from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.canonical import canonical_text

_TAGS: Final = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip
# HTML is switched off in the parser; what it leaves is cleaned all the same.
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).disable("image")
_LOWEST: Final = 6


def keep(text: str) -> str:
    """Return a text as it is stored: NFC, lines ended by a line feed, no blank ends.

    Raises `RefusedCharacter` for control characters and the like.
    """
    lines = text.replace("\t", "    ").splitlines()
    return "\n".join(canonical_text(line.rstrip()) for line in lines).strip("\n")


@lru_cache(maxsize=64)
def as_html(text: str) -> str:
    """Return the text as clean HTML; headings stand below the page's own."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        _lower(token)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}
    )


def _lower(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + 1, _LOWEST)}"
