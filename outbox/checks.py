"""Checks at start: the mail server is named properly, and a demo names no real one."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from outbox.errors import RelayTrouble
from outbox.relay import read_relay


@register
def check_email_url(**_options: Any) -> list[CheckMessage]:
    """Refuse to start with an EMAIL_URL that no mail may go to."""
    try:
        read_relay(settings.EMAIL_URL, is_demo=settings.DEMO)
    except (RelayTrouble, ValueError) as error:
        return [Error(str(error), id="outbox.E001")]
    return []
