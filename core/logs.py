"""Tokens of links are secrets: they are masked before a log line is written."""

import logging
import re

_TOKENS = re.compile(r"/(a|calendar|stop)/[A-Za-z0-9_\-:.=%]{12,}")


class MaskTokens(logging.Filter):
    """Replaces the token part of `/a/…`, `/calendar/…` and `…/stop/…` addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the rendered message; always keeps the record."""
        record.msg = _TOKENS.sub(r"/\1/***", record.getMessage())
        record.args = ()
        return True
