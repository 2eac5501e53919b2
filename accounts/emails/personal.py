"""What all mails to a person share: their language, links for them alone, and their hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import override

from accounts.models import User
from accounts.queries import manners_of
from core.links import page_url
from core.mail import Mail, MailContent, render_mail
from core.manners import next_allowed
from core.registry import SEND, Envelope, Verdict, drop, later
from core.tokens import make_token

NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What words are found for: a message, who reads it, and when it leaves."""

    envelope: Envelope
    reader: User
    now: datetime

    @property
    def facts(self) -> dict[str, Any]:
        """What was frozen when the message was caused."""
        return self.envelope.facts

    def link(self, page: str, purpose: str, nonce: str) -> str:
        """Return the address of a page that acts for the reader, without a sign-in."""
        token = make_token(
            purpose,
            person_id=self.reader.pk,
            subject_uid=self.envelope.subject_uid or NOTHING,
            nonce=nonce,
            now=self.now,
        )
        return page_url(page, token)


Words = Callable[[Occasion], MailContent]


def for_reader(words: Words) -> Callable[[Envelope, datetime], Mail]:
    """Return what renders a kind of mail: its words, found in the reader's language."""

    def render(envelope: Envelope, now: datetime) -> Mail:
        reader = User.objects.get(pk=envelope.person_id or 0)
        with override(reader.interface_language):
            return render_mail(words(Occasion(envelope, reader, now)))

    return render


def when_polite(
    reader: User, now: datetime, *, earliest: datetime | None = None, before: datetime | None = None
) -> Verdict:
    """Let go, in the hours of its reader, what nobody's act but time caused.

    Not before `earliest`; dropped when no working hour is to come, or none before `before`.
    """
    allowed = next_allowed(manners_of(reader), max(now, earliest or now))
    if allowed is None or (before is not None and allowed >= before):
        return drop("no working hour is left for it")
    return SEND if allowed <= now else later(allowed)
