"""A page as a person reads it: its text without markup."""

import html
import re

from django.http import HttpResponse


def text_of(response: HttpResponse) -> str:
    """Return the words of a page, with single spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())
