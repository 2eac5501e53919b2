"""How an account mail gets into the outbox, and how it is rendered there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, override

from accounts.emails.words import words_for
from accounts.models import User
from core.mail import Mail, render_mail
from core.registry import Envelope, Lane, MessageKind
from outbox.actions import Draft

CODE = "account_code"
NOTICE = "account_notice"
CODE_LIVES = timedelta(minutes=15)
NOTICE_LIVES = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class AccountMail:
    """What is to be said: `wording` names it, `person` is None for an address nobody has."""

    wording: str
    address: str
    person: User | None
    facts: dict[str, str] = field(default_factory=dict)


def account_draft(mail: AccountMail, *, now: datetime) -> Draft:
    """Return the message; each is a cause of its own, so its key is random."""
    is_code = "code" in mail.facts
    kind = CODE if is_code else NOTICE
    return Draft(
        kind=kind,
        key=f"{kind}:{uuid4()}",
        person_id=mail.person.pk if mail.person else None,
        address=mail.address,
        subject_uid=mail.person.uid if mail.person else None,
        facts=mail.facts | {"wording": mail.wording} | _language_and_zone(mail.person),
        expires_at=now + (CODE_LIVES if is_code else NOTICE_LIVES),
    )


def _language_and_zone(person: User | None) -> dict[str, str]:
    if person is None:
        return {"language": get_language() or "en", "zone": "UTC"}
    return {"language": person.interface_language, "zone": person.time_zone}


def _render(envelope: Envelope, _now: datetime) -> Mail:
    facts = envelope.facts
    at = envelope.created_at.astimezone(ZoneInfo(facts["zone"]))
    with override(facts["language"]):
        when = date_format(at, "j F Y, H:i")
        return render_mail(words_for(facts["wording"])(facts | {"when": when}))


def _kind(name: str) -> MessageKind:
    return MessageKind(
        name=name, lane=Lane.ACCOUNT, render=_render, is_secret=True, retries_unknown=True
    )


ACCOUNT_KINDS = (_kind(CODE), _kind(NOTICE))
