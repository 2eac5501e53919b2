"""A message of the outbox as the recipient reads it."""

from datetime import datetime

from core.mail import Mail
from core.registry import message_kind
from outbox.models import OutboxMessage


def rendered(message: OutboxMessage, now: datetime) -> Mail:
    """Render one message as the dispatcher does."""
    kind = message_kind(message.kind)
    assert kind is not None
    return kind.render(message.envelope(), now)


def body_words(mail: Mail) -> int:
    """Count the words above the footer; addresses are not read."""
    body = mail.text.split("\n--\n")[0]
    return len([word for word in body.split() if not word.startswith("http")])
