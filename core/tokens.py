"""Signed links in mails: for one person, one subject, one question, until an instant.

Django's timestamp signer reads the system clock; these carry their expiry, so that the caller's
`now` (which a demo can move) decides.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

LIFETIME = timedelta(days=45)
_SALT = "viceversa.answer"


@dataclass(frozen=True, slots=True)
class AnswerToken:
    """The content of a link. `nonce` tells one mail's question from the next, for use once."""

    purpose: str
    person_id: int
    subject_uid: UUID
    nonce: str
    expires_at: datetime

    def is_expired(self, now: datetime) -> bool:
        """Say whether the link has had its 45 days."""
        return now >= self.expires_at


class BadToken(ValueError):
    """The link was changed or cut off."""


def make_token(
    purpose: str, *, person_id: int, subject_uid: UUID, nonce: str, now: datetime
) -> str:
    """Return a URL-safe link text, valid for `LIFETIME` from `now`."""
    token = AnswerToken(purpose, person_id, subject_uid, nonce, now + LIFETIME)
    content = asdict(token) | {
        "subject_uid": token.subject_uid.hex,
        "expires_at": int(token.expires_at.timestamp()),
    }
    return signing.Signer(salt=_SALT).sign_object(content, compress=True)


def read_token(text: str) -> AnswerToken:
    """Return what `make_token` signed, expired or not; raises `BadToken` on any change."""
    try:
        content = signing.Signer(salt=_SALT).unsign_object(text)
        return AnswerToken(
            purpose=content["purpose"],
            person_id=content["person_id"],
            subject_uid=UUID(content["subject_uid"]),
            nonce=content["nonce"],
            expires_at=datetime.fromtimestamp(content["expires_at"], UTC),
        )
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        message = "This link is not one of ours, or a part of it is missing."
        raise BadToken(message) from error
