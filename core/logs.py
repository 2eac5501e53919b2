"""Tokens of links are secrets: they are masked before a log line is written."""

import logging
import re

_TOKENS = re.compile(r"/(a|calendar|u)/[A-Za-z0-9_\-:.=%]{12,}")


class MaskTokens(logging.Filter):
    """Replaces the token part of `/a/…`, `/u/…` and `/calendar/…` addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the rendered message; always keeps the record."""
        record.msg = _TOKENS.sub(r"/\1/***", record.getMessage())
        record.args = ()
        return True
