"""What the next page says about the act just made, with the way back where there is one."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo:"


def say_done(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Say what was done. `undo` is the address that a POST takes it back at."""
    messages.success(request, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


def undo_address(message: Message) -> str:
    """Return where the undo button of a message posts to; empty when it has none."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
